namespace EndToEnd.Tests;

/// <summary>A test that looks at the built dashboard in Chromium; skipped, with the reason, where either is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class DashboardFactAttribute : FactAttribute
{
    public const string Chromium = "/usr/bin/chromium";

    public DashboardFactAttribute() => Skip = WhyNot;

    /// <summary>Null where both are there.</summary>
    public static string? WhyNot
    {
        get
        {
            if (!File.Exists(Chromium))
                return $"{Chromium} is not there: install Chromium";
            var page = Path.Combine(Path.GetDirectoryName(Programs.Silo)!, "wwwroot", "index.html");
            return File.Exists(page) ? null : $"{page} is not there: the dashboard was not built, which needs Node.js with npm";
        }
    }
}
