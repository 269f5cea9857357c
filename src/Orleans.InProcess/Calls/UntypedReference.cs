using Orleans.Runtime;

namespace Orleans.InProcess;

/// <summary>A reference before an interface has been chosen for it.</summary>
internal sealed class UntypedReference(GrainCatalog catalog, GrainId grainId) : GrainReference(catalog, grainId);
