using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json.Nodes;
using ModelRegistry.Silo.Settings;

namespace ModelRegistry.Silo.Tests;

/// <summary>Settings from file, environment and command line, as <c>modelreg-silo config show</c> tells them.</summary>
public sealed class ConfigCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mr-config-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Show_WithoutAnything_IsAllDefaultsOfEverySection()
    {
        var shown = Shown("");
        Assert.Equal(SettingSections.All.Select(section => section.Name).Order(StringComparer.Ordinal), shown.Keys.Select(name => name.Split(':')[0]).Distinct().Order(StringComparer.Ordinal));
        Assert.All(shown.Values, setting => Assert.Equal("default", setting.Source));
        Assert.Equal("90", shown["LogRetention:KeepDays"].Value);
        Assert.Equal(Path.Combine(_folder.FullName, "promotion-policy.yaml"), shown["Registry:PromotionPolicyPath"].Value);
    }

    [Fact]
    public void Show_GivenThreeTimes_TheLaterWins()
    {
        using var keep = new Variable("MODELREG__LogRetention__KeepDays", "20");
        using var every = new Variable("MODELREG__LogRetention__Every", "02:00:00");
        const string file = "LogRetention:\n  KeepDays: 10\n  Every: 03:00:00\nServing:\n  MaxInstances: 7\n";
        var shown = Shown(file, "--set", "LogRetention:KeepDays=30", "--urls", "http://127.0.0.1:1");
        Assert.Equal(("30", "command line"), shown["LogRetention:KeepDays"]);
        Assert.Equal(("02:00:00", "environment"), shown["LogRetention:Every"]);
        Assert.Equal(("7", "settings.yaml"), shown["Serving:MaxInstances"]);
        Assert.Equal(("http://127.0.0.1:1", "command line"), shown["Host:Urls"]);
    }

    [Fact]
    public void Show_OfSecrets_HidesThem()
    {
        const string file = """
            Notifications:
              Webhooks:
                - Name: desk
                  Url: https://hooks.example/T0/PATHSECRET
                  Secret: SIGNINGSECRET-0123456789
                  Events: [promotion-decided]
            """;
        foreach (var form in (string[])["", "--json"])
        {
            var (code, output, error) = Run(file, ["--postgres", "Host=db;Username=u;Password=PGSECRET", .. form.Length == 0 ? [] : new[] { form }]);
            Assert.Equal((0, ""), (code, error));
            Assert.DoesNotContain("SECRET", output, StringComparison.Ordinal);
            Assert.Contains("Host=db", output, StringComparison.Ordinal);
            Assert.Contains("https://hooks.example/", output, StringComparison.Ordinal);
            Assert.Contains("promotion-decided", output, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("LogRetention: {KeepDays: 3}", "LogRetention:KeepDays is '3' (settings.yaml); 7 to 36500 is wanted")]
    [InlineData("LogRetention: {KeepDays: many}", "LogRetention:KeepDays is 'many' (settings.yaml); a whole number is wanted")]
    [InlineData("Tracking: {TruncateLongValues: perhaps}", "Tracking:TruncateLongValues is 'perhaps' (settings.yaml); true or false is wanted")]
    [InlineData("LogRetention: {Keepdayz: 30}", "LogRetention:Keepdayz is no setting (settings.yaml); Every, KeepDays are")]
    [InlineData("LogRetention: 30", "LogRetention is '30' (settings.yaml); a section with settings is wanted")]
    [InlineData("Retention: {KeepDays: 30}", "Retention is no section of the settings (settings.yaml); Host, Registry,")]
    [InlineData("PredictionLog: {WhenFull: 1}", "PredictionLog:WhenFull is '1' (settings.yaml); Reject or Wait or Serve is wanted")]
    [InlineData("Artifacts: {Store: Cloud}", "Artifacts:Store is 'Cloud' (settings.yaml); Files or Database is wanted")]
    [InlineData("Artifacts: {MaxBytes: 0}", "Artifacts:MaxBytes is '0' (settings.yaml); 1 to 17592186044416 is wanted")]
    [InlineData("Artifacts: {Grace: 00:10:00}", "Artifacts:Grace is '00:10:00' (settings.yaml); 01:00:00 to")]
    [InlineData("Serving: {RoutingPoll: soon}", "Serving:RoutingPoll is 'soon' (settings.yaml); a time span as HH:MM:SS")]
    [InlineData("Serving: {MaxInstances: [1]}", "Serving:MaxInstances is '' (settings.yaml); a whole number is wanted")]
    [InlineData("Gates: {Webhooks: [{Nmae: x}]}", "Gates:Webhooks:0:Nmae is no setting (settings.yaml)")]
    [InlineData("Gates: {Webhooks: x}", "Gates:Webhooks is 'x' (settings.yaml); a list is wanted")]
    [InlineData("Serving:\n  MaxInstances: 1\n  maxInstances: 2", "line 3: Serving:maxInstances is given twice")]
    [InlineData("Serving: &s {MaxInstances: *s}", "contains itself")]
    [InlineData("? [Serving]\n: 1", "line 1: a key is plain text")]
    [InlineData("a: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "nested more than 32 deep")]
    [InlineData("- x", "line 1: sections with settings are wanted")]
    [InlineData("a: [", "cannot be used: line ")]
    public void Show_WithASettingThatCannotBe_NamesItInOneLine(string file, string said)
    {
        var (code, output, error) = Run(file);
        Assert.Equal((1, ""), (code, output));
        Assert.Contains(said, error, StringComparison.Ordinal);
        Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Check_FilesInACluster_AreRefused()
    {
        var layers = SettingLayers.Read(_folder.FullName, ImmutableDictionary<string, string?>.Empty, new Dictionary<string, string?>(StringComparer.Ordinal) { ["Artifacts:Store"] = "files" });
        ArtifactStart.Check(layers, singleProcess: true);
        var refused = Assert.Throws<StartupException>(() => ArtifactStart.Check(layers, singleProcess: false));
        Assert.Equal("Artifacts:Store is 'Files' (command line); hosts of a cluster do not see each other's files: Database is wanted", refused.Message);
    }

    [Fact]
    public async Task Serve_WithAWrongSetting_DoesNotStart()
    {
        using var wrong = new Variable("MODELREG__Audit__Every", "never");
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "settings.yaml"), "");
        Assert.Equal(1, await ServeCommand.RunAsync(["--config-dir", _folder.FullName, "--data-dir", Path.Combine(_folder.FullName, "data")]));
        Assert.False(Directory.Exists(Path.Combine(_folder.FullName, "data")));
        Assert.Contains("Audit:Every is 'never' (environment)", Run("").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Set_WithoutSectionOrValue_IsRefusedWithoutItsValue()
    {
        Assert.Contains("--set 'KeepDays' is no setting", Run("", "--set", "KeepDays=30").Error, StringComparison.Ordinal);
        Assert.Contains("--set 'A:B' is no setting", Run("", "--set", "A:B").Error, StringComparison.Ordinal);
    }

    /// <summary>Uncommented, the file that is shipped holds what the host does without it.</summary>
    [Fact]
    public void ShippedFile_Uncommented_NamesOnlySettingsThatAre()
    {
        var shipped = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "silo-config", "settings.yaml"));
        var settings = shipped.SkipWhile(line => line.StartsWith('#')).Select(line => line.StartsWith("# ", StringComparison.Ordinal) ? line[2..] : line);
        var without = Shown("");
        var shown = Shown(string.Join('\n', settings));
        Assert.All(without.Where(one => !one.Key.StartsWith("Gates", StringComparison.Ordinal)), one => Assert.Equal(one.Value.Value, Normal(shown[one.Key].Value)));
        Assert.Contains(shown, one => one.Value.Source == "settings.yaml");
    }

    private static string? Normal(string? value) => TimeSpan.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out var span) && value!.Contains(':', StringComparison.Ordinal) ? span.ToString() : value;

    private ImmutableDictionary<string, (string? Value, string Source)> Shown(string file, params string[] args)
    {
        var (code, output, error) = Run(file, [.. args, "--json"]);
        Assert.Equal((0, ""), (code, error));
        return JsonNode.Parse(output)!.AsArray().ToImmutableDictionary(one => one!["name"]!.GetValue<string>(), one => (one!["value"]?.GetValue<string>(), one!["source"]!.GetValue<string>()));
    }

    private (int Code, string Output, string Error) Run(string file, params string[] args)
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "settings.yaml"), file);
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = ServeCommand.Create().Parse(["config", "show", "--config-dir", _folder.FullName, .. args]).Invoke(new InvocationConfiguration { Output = output, Error = error });
        return (code, output.ToString(), error.ToString());
    }

    private sealed class Variable : IDisposable
    {
        private readonly string _name;

        public Variable(string name, string value)
        {
            _name = name;
            Environment.SetEnvironmentVariable(name, value);
        }

        public void Dispose() => Environment.SetEnvironmentVariable(_name, null);
    }
}
