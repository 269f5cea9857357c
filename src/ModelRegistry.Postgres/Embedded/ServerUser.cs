namespace ModelRegistry.Postgres.Embedded;

/// <summary>The user the server runs as: PostgreSQL refuses root, so root lends it another.</summary>
internal sealed class ServerUser
{
    private readonly string[] _prefix;

    private ServerUser(string name, string? owner, string[] prefix)
    {
        Name = name;
        Owner = owner;
        _prefix = prefix;
    }

    public string Name { get; }

    /// <summary><c>uid:gid</c> that must own the server's folders; null when they are the host's own.</summary>
    public string? Owner { get; }

    /// <summary>Who runs already: unless that is root, it is also who serves. Root lends the server the user who owns its data, or one that it makes the owner of new data.</summary>
    /// <param name="pgdata">The server's data, which may be missing yet.</param>
    /// <exception cref="EmbeddedPostgresException">This is root and there is no user to run the server as.</exception>
    public static async Task<ServerUser> ChooseAsync(string pgdata, CancellationToken cancellationToken)
    {
        if (!Environment.IsPrivilegedProcess)
            return new ServerUser(Environment.UserName, owner: null, []);
        if (Directory.Exists(pgdata) && await OwnerAsync(pgdata, cancellationToken) is [var ownerName, var ownerUid, var ownerGid] && ownerUid != "0")
            return Lend(ownerName, ownerUid, ownerGid);
        foreach (var name in new[] { "postgres", "nobody" })
        {
            var (code, uid) = await ServerCommand.RunAsync(["/usr/bin/env", "id", "-u", name], cancellationToken);
            if (code == 0)
                return Lend(name, uid, await ServerCommand.MustAsync(["/usr/bin/env", "id", "-g", name], $"asking for the group of {name}", cancellationToken));
        }

        throw new EmbeddedPostgresException("PostgreSQL does not run as root, and there is neither a user 'postgres' nor 'nobody' to run it as: start the host as another user");
    }

    /// <summary>The command as this user runs it.</summary>
    public string[] Run(params IEnumerable<string> command) => [.. _prefix, .. command];

    /// <summary>Gives a folder to this user.</summary>
    public async Task OwnAsync(string folder, CancellationToken cancellationToken)
    {
        if (Owner is not null)
            await ServerCommand.MustAsync(["/usr/bin/env", "chown", "-R", Owner, folder], $"giving {folder} to user {Name}", cancellationToken);
    }

    /// <summary>Refuses a folder that this user cannot get to, naming the first folder in the way.</summary>
    public async Task MustReachAsync(string folder, CancellationToken cancellationToken)
    {
        if (Owner is null)
            return;
        foreach (var at in FromRoot(folder))
        {
            if ((await ServerCommand.RunAsync(Run("/usr/bin/env", "test", "-x", at), cancellationToken)).ExitCode != 0)
            {
                throw new EmbeddedPostgresException(
                    $"the data folder {folder} cannot be reached by user '{Name}', whom PostgreSQL runs as because the host is root: {at} is closed to it. " +
                    $"Choose another data folder (such as under /var/lib), open this one (chmod o+x {at}), or start the host as another user");
            }
        }
    }

    private static IEnumerable<string> FromRoot(string folder)
    {
        var parent = Path.GetDirectoryName(folder);
        return parent is null ? [folder] : [.. FromRoot(parent), folder];
    }

    /// <returns>Name, user id and group id.</returns>
    private static async Task<string[]> OwnerAsync(string path, CancellationToken cancellationToken)
    {
        string[] format = OperatingSystem.IsMacOS() ? ["-f", "%Su %u %g"] : ["-c", "%U %u %g"];
        return (await ServerCommand.MustAsync(["/usr/bin/env", "stat", .. format, path], $"asking who owns {path}", cancellationToken)).Split(' ');
    }

    private static ServerUser Lend(string name, string uid, string gid)
    {
        string[] prefix = ServerCommand.Find("setpriv") is { } setpriv ? [setpriv, $"--reuid={uid}", $"--regid={gid}", "--clear-groups"]
            : ServerCommand.Find("runuser") is { } runuser ? [runuser, "-u", name, "--"]
            : throw new EmbeddedPostgresException("PostgreSQL does not run as root, and neither setpriv nor runuser (package util-linux) is there to lend it a user: install one, or start the host as another user");
        return new ServerUser(name, $"{uid}:{gid}", prefix);
    }
}
