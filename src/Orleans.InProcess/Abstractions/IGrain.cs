namespace Orleans;

/// <summary>Marker of all grain interfaces.</summary>
public interface IGrain : Runtime.IAddressable;
