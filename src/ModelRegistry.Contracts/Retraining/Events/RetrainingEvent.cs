using System.Text.Json.Serialization;

namespace ModelRegistry.Contracts.Retraining.Events;

/// <summary>Something that happened to the retraining of a model. The JSON names below never change.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(RetrainingRequested), "retraining-requested")]
[JsonDerivedType(typeof(RetrainingAnswered), "retraining-answered")]
[GenerateSerializer, Immutable, Alias("retraining-event")]
public abstract record RetrainingEvent;
