namespace Orleans;

/// <summary>Marker of grain interfaces whose key is a string.</summary>
public interface IGrainWithStringKey : IGrain;
