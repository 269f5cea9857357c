namespace Orleans.InProcess;

/// <summary>Whether the host takes calls.</summary>
internal enum CatalogState
{
    New,
    Running,

    /// <summary>Calls of grains only.</summary>
    Draining,
    Stopped,
}
