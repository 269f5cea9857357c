using System.Formats.Tar;
using System.Text;
using ModelRegistry.Contracts.Experiments.Events;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Registry.Events;
using ModelRegistry.Postgres.Events;
using ModelRegistry.Postgres.Tests.Backup;
using ModelRegistry.Postgres.Tests.Events;
using ModelRegistry.Postgres.Tests.ReadModels;
using ModelRegistry.Postgres.Transfer;
using ModelRegistry.Tests.Shared;

namespace ModelRegistry.Postgres.Tests.Transfer;

/// <summary>Files that claim to be exports. Each is refused before anything is written.</summary>
[Collection(PostgresCollection.Name)]
public sealed class HostileImportTests(HostileTarget target) : IClassFixture<HostileTarget>
{
    private const int Step = 83;
    private static readonly StreamId Model = new("model", Lives.Alpha), Test = new("experiment", Requests.Id(10));

    /// <summary>The events of a model, each a command, and what the refusal says.</summary>
    private static readonly Dictionary<string, (ModelEvent[] Events, string Why)> Histories = new(StringComparer.Ordinal)
    {
        ["not created"] = ([Archived], "event 1 (model-archived): the model was not created before"),
        ["created twice"] = ([Created(), Created()], "event 2 (model-created): the model was created before"),
        ["of another stream"] = ([Created() with { ModelId = Lives.Beta }], "it creates the model"),
        ["a name that is a path"] = ([Created("a/b")], "has a '/' at position 1"),
        ["no such lifecycle"] = ([Created() with { Lifecycle = (LifecycleProfile)7 }], "there is no lifecycle 7"),
        ["renamed from another name"] = ([Created(), new ModelRenamed { From = "beta", To = "gamma" }], "the model is called 'alpha', not 'beta'"),
        ["a version left out"] = ([Created(), ModelHistory.Registered(2)], "it registers version 2, the next is 1"),
        ["no semantic version"] = ([Created(), ModelHistory.Registered(1, "one")], "'one' is no semantic version"),
        ["a lower version"] = ([Created(), ModelHistory.Registered(1, "2.0.0"), ModelHistory.Registered(2, "1.9.0")], "version 2 is 1.9.0, the one before it is 2.0.0"),
        ["a digest that is a path"] = ([Created(), Digest("../../../etc/passwd")], "is no digest"),
        ["a parent that is to come"] = ([Created(), Parent(1)], "version 1 cannot be made from version 1"),
        ["a move of no version"] = ([Created(), ModelHistory.Moved(1, Stage.Trained, Stage.Production)], "the model has no version 1"),
        ["a move from elsewhere"] = ([Created(), ModelHistory.Registered(1), ModelHistory.Moved(1, Stage.Trained, Stage.Production)], "version 1 is in Staging, not in Trained"),
        ["no such stage"] = ([Created(), ModelHistory.Registered(1), ModelHistory.Moved(1, Stage.Staging, (Stage)99)], "there is no stage 99"),
        ["two in production"] = ([Created(), ModelHistory.Registered(1), ModelHistory.Registered(2), Promoted(1), Promoted(2)], "after event 5 versions 1 and 2 of a governed model are in Production"),
        ["an alias of no version"] = ([Created(), new AliasSet { Alias = "champion", Number = 1 }], "the model has no version 1"),
        ["an alias like a number"] = ([Created(), ModelHistory.Registered(1), new AliasSet { Alias = "v1", Number = 1 }], "would read as a version number"),
        ["a shadow of no version"] = ([Created(), new ShadowsSet { Numbers = [3] }], "the model has no version 3"),
        ["a rollback to no version"] = ([Created(), new ModelRolledBack { From = null, To = 4, Reason = "" }], "the model has no version 4"),
        ["a closed manifest closed"] = ([Created(), ModelHistory.Registered(1), Lives.Closed(1)], "the manifest of version 1 is closed"),
        ["a manifest of no digest"] = ([Created(), Open(), Lives.Closed(1) with { ManifestDigest = "x" }], "is no digest"),
        ["deleted in production"] = ([Created(), ModelHistory.Registered(1), Promoted(1), new VersionDeleted { Number = 1 }], "version 1 is served"),
        ["deleted under an alias"] = ([Created(), ModelHistory.Registered(1), new AliasSet { Alias = "champion", Number = 1 }, new VersionDeleted { Number = 1 }], "the alias 'champion' points at version 1"),
        ["moved after its deletion"] = ([Created(), ModelHistory.Registered(1), new VersionDeleted { Number = 1 }, Promoted(1)], "the model has no version 1"),
        ["life after death"] = ([Created(), new ModelDeleted { Name = "alpha" }, Archived], "event 3 (model-archived): the model was deleted before"),
        ["a text with NUL"] = ([Created(), new ModelEdited { Description = "a\0b" }], "has a NUL character"),
    };

    /// <summary>The events of an A/B test, each a command, and what the refusal says.</summary>
    private static readonly Dictionary<string, (ExperimentEvent[] Events, string Why)> Tests = new(StringComparer.Ordinal)
    {
        ["it runs"] = ([Lives.Planned(10, Lives.Alpha), Lives.Started], "the test is Running: it has not ended"),
        ["its winner waits"] = ([Lives.Planned(10, Lives.Alpha, promote: true), Lives.Started, Lives.Won], "has not answered yet whether version 2"),
        ["not planned"] = ([Lives.Started], "the test was not planned before"),
        ["concluded before it began"] = ([Lives.Planned(10, Lives.Alpha), Lives.Won], "the test is Draft"),
        ["buckets of no arm"] = ([Lives.Planned(10, Lives.Alpha), Lives.Started with { Buckets = [.. Enumerable.Repeat((byte)2, 10_000)] }], "an arm of the plan"),
        ["a plan that cannot be"] = ([Lives.Planned(10, Guid.Empty)], "The plan has no model"),
    };

    public static TheoryData<string> WrongHistories => [.. Histories.Keys];

    public static TheoryData<string> WrongTests => [.. Tests.Keys];

    [Theory]
    [MemberData(nameof(WrongHistories))]
    public async Task Import_HistoryThatCannotBe_IsRefused(string what) =>
        await RefusedAsync(await Forged.FileAsync((Forged.ModelFile, await Forged.LinesAsync(Model, Histories[what].Events))), Histories[what].Why);

    [Theory]
    [MemberData(nameof(WrongTests))]
    public async Task Import_TestThatCannotBe_IsRefused(string what) =>
        await RefusedAsync(await Forged.FileAsync((ExportLayout.NameOf(Test), await Forged.LinesAsync(Test, Tests[what].Events))), Tests[what].Why);

    [Theory]
    [InlineData("""{"type":"model-teleported"}""", "this release does not know such an event")]
    [InlineData("""{"name":"model-created"}""", "does not begin with \"type\": \"model-created\"")]
    [InlineData("""{"type":"model-archived","reason":{}}""", "this release does not know such an event")]
    [InlineData("""{"type":"model-edited","description":"\ud800"}""", "is no JSON")]
    public async Task Import_PayloadThatCannotBeRead_IsRefused(string payload, string why) =>
        await RefusedAsync(await Forged.FileAsync((Forged.ModelFile, await Forged.PayloadsAsync(Model, [payload]))), why);

    [Theory]
    [InlineData("\"alpha\"", "\"omega\"", "event 1 (model-created) does not have the hash")]
    [InlineData("mallory", "mallomy", "event 1 (model-created) does not have the hash")]
    [InlineData("\"version\":2", "\"version\":3", "leaves the stream at 3")]
    [InlineData("\"actor\":\"mallory\",", "", "has events and no actor")]
    [InlineData("00000002-", "00000001-", "comes twice")]
    [InlineData("\"fingerprint\":\"f", "\"fingerprint\":\"\\u0000", "has a NUL character in its actor, origin or fingerprint")]
    [InlineData("\"hash\":\"", "\"hash\":\"x", "which is none")]
    [InlineData("\"fingerprint\"", "\"footprint\"", "not what a registry wrote")]
    [InlineData("{\"version\"", "null{", "not what a registry wrote")]
    [InlineData("}\n", "}", "the last line has no end")]
    public async Task Import_LineThatWasChanged_IsRefused(string text, string by, string why)
    {
        var lines = Encoding.UTF8.GetString(await Forged.LinesAsync<ModelEvent>(Model, Created(), Archived));
        await RefusedAsync(await Forged.FileAsync((Forged.ModelFile, Encoding.UTF8.GetBytes(lines.Replace(text, by, StringComparison.Ordinal)))), why);
    }

    [Fact]
    public async Task Import_StreamWithoutEvents_IsRefused() => await RefusedAsync(await Forged.FileAsync((Forged.ModelFile, [])), "it has no events");

    [Fact]
    public async Task Import_LineWithoutEnd_IsRefusedWithoutRoomForIt() =>
        await RefusedAsync(await Forged.FileAsync((Forged.ModelFile, new byte[ExportedLines.Longest + (1 << 20)])), "a line is longer than");

    [Fact]
    public async Task Import_TwoModelsOfOneName_IsRefused() => await RefusedAsync(
        await Forged.FileAsync(
            (Forged.ModelFile, await Forged.LinesAsync<ModelEvent>(Model, Created())),
            (ExportLayout.NameOf(new("model", Lives.Beta)), await Forged.LinesAsync<ModelEvent>(new("model", Lives.Beta), Created() with { ModelId = Lives.Beta }))),
        "have the name 'alpha'");

    [Fact]
    public async Task Import_ArtifactUnderAnotherDigest_IsRefused() =>
        await RefusedAsync(await Forged.FileAsync(($"artifacts/00/00/{new string('0', 64)}", "other"u8.ToArray())), $"'artifacts/00/00/{new string('0', 64)}' has the SHA-256");

    [Theory]
    [InlineData("../../etc/cron.d/evil")]
    [InlineData("/etc/cron.d/evil")]
    [InlineData("streams/model/../../evil.jsonl")]
    [InlineData("streams/monitor/00000001-0000-7000-8000-000000000001.jsonl")]
    [InlineData("streams/model/00000001-0000-7000-8000-00000000000A.jsonl")]
    [InlineData("streams/model/00000001-0000-7000-8000-000000000001.jsonl\n")]
    [InlineData("artifacts/00/86/9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    [InlineData("database.dump")]
    public async Task Import_PartOfAnotherName_IsRefusedByName(string name) => await RefusedAsync(await Forged.FileAsync((name, [])), name.Trim());

    [Fact]
    public async Task Import_StreamTwice_IsRefused() => await RefusedAsync(await Forged.FileAsync((Forged.ModelFile, []), (Forged.ModelFile, [])), "out of order");

    [Theory]
    [InlineData(TarEntryType.SymbolicLink)]
    [InlineData(TarEntryType.HardLink)]
    [InlineData(TarEntryType.Directory)]
    public async Task Import_PartThatIsNoFile_IsRefusedByItsKind(TarEntryType kind)
    {
        using var file = new MemoryStream();
        await using (var tar = new TarWriter(file, TarEntryFormat.Pax, leaveOpen: true))
        {
            var entry = new PaxTarEntry(kind, Forged.ModelFile);
            if (kind != TarEntryType.Directory)
                entry.LinkName = "/etc/passwd";
            tar.WriteEntry(entry);
        }

        await RefusedAsync(file.ToArray(), kind.ToString());
    }

    [Theory]
    [InlineData(TarEntryFormat.Pax, 1L << 40)]
    [InlineData(TarEntryFormat.Pax, int.MaxValue)]
    [InlineData(TarEntryFormat.Gnu, 1L << 40)]
    public async Task Import_HeaderThatClaimsToBeHuge_IsRefused(TarEntryFormat format, long size)
    {
        using var file = new MemoryStream();
        await using (var tar = new TarWriter(file, format, leaveOpen: true))
        {
            // A name too long for the entry itself stands in a header before it.
            var name = "streams/" + new string('x', 300);
            tar.WriteEntry(format == TarEntryFormat.Pax ? new PaxTarEntry(TarEntryType.RegularFile, name) : new GnuTarEntry(TarEntryType.RegularFile, name));
        }

        var bytes = file.ToArray();
        TarHeader.Resize(bytes.AsSpan(0, TarHeader.Length), size);
        await RefusedAsync(bytes, "no whole export");
    }

    [Fact]
    public async Task Import_CutShortAnywhere_IsRefused()
    {
        var whole = Array.FindLastIndex(target.Good, one => one != 0) + 1;
        for (var length = 0; length < whole; length += length < whole - 600 ? 211 : 23)
            await RefusedAsync(target.Good[..length], "no whole export");
    }

    [Fact]
    public async Task Import_ByteFlippedAnywhere_IsRefusedOrChangesNothing()
    {
        var bytes = target.Good.ToArray();
        var expected = await target.Registry.ImportAsync(bytes, dryRun: true);
        var (refused, contents) = (0, (await ExportFile.VerifyAsync(new MemoryStream(bytes))).Parts.Sum(part => part.Bytes));
        for (var at = 0; at < bytes.Length; at += Step)
        {
            bytes[at] ^= 0x10;
            try
            {
                Assert.Equal(expected, await target.Registry.ImportAsync(bytes, dryRun: true) with { Conflicts = expected.Conflicts });
            }
            catch (ImportRefusedException)
            {
                refused++;
            }

            bytes[at] ^= 0x10;
        }

        // What is left: padding, and what an import does not look at, such as the times of the entries.
        Assert.InRange(refused, contents / Step, bytes.Length / Step);
        await MustBeEmptyAsync();
    }

    private async Task RefusedAsync(byte[] file, string why)
    {
        Assert.Contains(why, (await Assert.ThrowsAsync<ImportRefusedException>(() => target.Registry.ImportAsync(file))).Message, StringComparison.Ordinal);
        await MustBeEmptyAsync();
    }

    private async Task MustBeEmptyAsync() => Assert.Equal(
        0L, await target.Registry.Database.ScalarAsync<long>("SELECT (SELECT count(*) FROM streams) + (SELECT count(*) FROM commands) + (SELECT count(*) FROM models) + (SELECT count(*) FROM artifacts WHERE content IS NULL)"));

    private static ModelCreated Created(string name = "alpha") => new() { ModelId = Lives.Alpha, Name = name, Lifecycle = LifecycleProfile.Governed };

    private static ModelArchived Archived => new() { Reason = "unused" };

    private static StageMoved Promoted(int number) => ModelHistory.Moved(number, Stage.Staging, Stage.Production);

    private static VersionRegistered Digest(string digest) => ModelHistory.Registered(1) with { Version = ModelHistory.Version(1) with { ArtifactDigest = digest } };

    private static VersionRegistered Open() => ModelHistory.Registered(1) with { Version = ModelHistory.Version(1) with { ManifestOpen = true } };

    private static VersionRegistered Parent(int parent) => ModelHistory.Registered(1) with { Version = ModelHistory.Version(1) with { ParentVersion = parent } };
}
