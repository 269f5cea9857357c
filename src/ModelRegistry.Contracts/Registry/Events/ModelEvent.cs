using System.Text.Json.Serialization;

namespace ModelRegistry.Contracts.Registry.Events;

/// <summary>Something that happened to a model. Kept for ever in the event log; the JSON names below never change.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(ModelCreated), "model-created")]
[JsonDerivedType(typeof(VersionRegistered), "version-registered")]
[JsonDerivedType(typeof(StageMoved), "stage-moved")]
[JsonDerivedType(typeof(PromotionDecided), "promotion-decided")]
[JsonDerivedType(typeof(ModelRolledBack), "model-rolled-back")]
[JsonDerivedType(typeof(VersionApproved), "version-approved")]
[JsonDerivedType(typeof(AliasSet), "alias-set")]
[JsonDerivedType(typeof(AliasRemoved), "alias-removed")]
[JsonDerivedType(typeof(ShadowsSet), "shadows-set")]
[JsonDerivedType(typeof(PromotionsFrozen), "promotions-frozen")]
[JsonDerivedType(typeof(PromotionsThawed), "promotions-thawed")]
[JsonDerivedType(typeof(ModelEdited), "model-edited")]
[JsonDerivedType(typeof(VersionEdited), "version-edited")]
[JsonDerivedType(typeof(ManifestClosed), "manifest-closed")]
[JsonDerivedType(typeof(VersionDeleted), "version-deleted")]
[JsonDerivedType(typeof(ModelRenamed), "model-renamed")]
[JsonDerivedType(typeof(ModelArchived), "model-archived")]
[JsonDerivedType(typeof(ModelRestored), "model-restored")]
[JsonDerivedType(typeof(ModelDeleted), "model-deleted")]
[GenerateSerializer, Immutable, Alias("model-event")]
public abstract record ModelEvent;
