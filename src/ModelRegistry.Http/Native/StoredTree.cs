using System.Collections.Immutable;
using ModelRegistry.Core.Artifacts;

namespace ModelRegistry.Http.Native;

/// <summary>A tree of files.</summary>
/// <param name="Digest">Of the list of the files.</param>
/// <param name="Size">Bytes of all files together.</param>
/// <param name="Files">In the order of their paths.</param>
internal sealed record StoredTree(string Digest, long Size, ImmutableArray<TreeFile> Files);
