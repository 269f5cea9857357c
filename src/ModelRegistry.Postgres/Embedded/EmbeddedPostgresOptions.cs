namespace ModelRegistry.Postgres.Embedded;

/// <summary>Where and how the private PostgreSQL runs.</summary>
public sealed record EmbeddedPostgresOptions
{
    /// <summary>The folder that holds the server's data (in <c>pgdata</c>). Made when missing; one running host per folder.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>The database that <see cref="EmbeddedPostgres.ConnectionString"/> names; made when missing.</summary>
    /// <value><c>modelregistry</c></value>
    public string Database { get; init; } = "modelregistry";

    /// <summary>False gives up durability against a crash of the machine for speed. For tests only.</summary>
    /// <value>true</value>
    public bool Durable { get; init; } = true;

    /// <summary>Megabytes of shared buffers; null takes an eighth of the memory, 64 at least and 1,024 at most.</summary>
    public int? SharedBuffersMegabytes { get; init; }

    /// <value>120</value>
    public int MaxConnections { get; init; } = 120;

    /// <summary>How long the server may take to answer; recovery after a crash is part of it.</summary>
    /// <value>5 minutes</value>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a fast shutdown may take before it is made an immediate one (which recovers at the next start).</summary>
    /// <value>30 seconds</value>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
