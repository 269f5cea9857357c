using System.Text.Json.Serialization;

namespace ModelRegistry.Contracts.Experiments.Events;

/// <summary>Something that happened to an A/B test. The JSON names below never change.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(ExperimentPlanned), "experiment-planned")]
[JsonDerivedType(typeof(ExperimentStarted), "experiment-started")]
[JsonDerivedType(typeof(ExperimentPaused), "experiment-paused")]
[JsonDerivedType(typeof(ExperimentResumed), "experiment-resumed")]
[JsonDerivedType(typeof(ExperimentConcluded), "experiment-concluded")]
[JsonDerivedType(typeof(ExperimentCancelled), "experiment-cancelled")]
[JsonDerivedType(typeof(ExperimentPromotionAnswered), "experiment-promotion-answered")]
[GenerateSerializer, Immutable, Alias("experiment-event")]
public abstract record ExperimentEvent;
