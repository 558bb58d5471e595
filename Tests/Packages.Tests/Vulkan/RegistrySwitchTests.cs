// -p:RegistryPackages=true: every project then takes the real packages, at the versions the stand-ins imitate.
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Packages.Tests.VulkanPackage;

public sealed partial class RegistrySwitchTests
{
    private static readonly Dictionary<string, string> versions = new()
    {
        ["Silk.NET.Core"] = "2.23.0",
        ["Silk.NET.Maths"] = "2.23.0",
        ["Silk.NET.Vulkan"] = "2.23.0",
        ["Silk.NET.Vulkan.Extensions.KHR"] = "2.23.0",
        ["Silk.NET.Vulkan.Extensions.EXT"] = "2.23.0",
        ["Silk.NET.Shaderc"] = "2.23.0",
        ["Silk.NET.Windowing"] = "2.23.0",
        ["Silk.NET.Input"] = "2.23.0",
        ["Arch"] = "2.1.0",
        ["StbImageSharp"] = "2.30.16",
    };

    private static string Root { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "../../.."));

    private static string[] Projects =>
        [.. ProjectLine().Matches(File.ReadAllText(Path.Combine(Root, "CnnPlayground.sln"))).Select(m => m.Groups[1].Value.Replace('\\', '/'))];

    [TestCase(true)]
    [TestCase(false)]
    public void Every_project_takes_all_its_packages_from_one_side(bool registry)
    {
        string[] users = [.. Projects.Where(p => !p.StartsWith("Engine/Packages/", StringComparison.Ordinal))];
        Assert.That(users, Has.Length.GreaterThanOrEqualTo(7));
        var seen = new HashSet<string>();
        Dictionary<string, ILookup<string, Dictionary<string, string>>> evaluated = Evaluate(users, registry);
        Assert.That(evaluated.Keys, Is.EquivalentTo(users));
        Assert.Multiple(() =>
        {
            foreach (string project in users)
            {
                ILookup<string, Dictionary<string, string>> items = evaluated[project];
                string[] wanted = [.. items["RegistryPackage"].Select(i => i["Identity"])];
                string[] packages = [.. items["PackageReference"].Select(i => i["Identity"]).Where(versions.ContainsKey)];
                string[] standIns = [.. items["ProjectReference"].Select(i => Path.GetRelativePath(Root, i["FullPath"]))
                    .Where(p => p.StartsWith("Engine/Packages/", StringComparison.Ordinal))];
                Assert.That(packages, Is.EquivalentTo(registry ? wanted : []), project);
                Assert.That(standIns, Is.EquivalentTo(registry ? [] : wanted.Select(w => $"Engine/Packages/{w}/{w}.csproj")), project);
                seen.UnionWith(wanted);
                foreach (Dictionary<string, string> version in items["PackageVersion"].Where(v => versions.ContainsKey(v["Identity"])))
                    Assert.That(version["Version"], Is.EqualTo(versions[version["Identity"]]), version["Identity"]);
                Assert.That(items["PackageVersion"].Select(v => v["Identity"]), Is.SupersetOf(wanted), project);
            }
        });
        Assert.That(versions.Keys, Is.SupersetOf(seen));
        Assert.That(seen, Does.Contain("Silk.NET.Vulkan").And.Contain("Arch"));
    }

    [Test]
    public void Every_stand_in_is_named_as_its_package()
    {
        string[] folders = [.. Directory.GetDirectories(Path.Combine(Root, "Engine/Packages")).Select(f => Path.GetFileName(f)!)
            .Where(f => !f.EndsWith("Generator", StringComparison.Ordinal))];
        Assert.That(folders, Is.EquivalentTo(versions.Keys));
        foreach (string folder in folders)
            Assert.That(File.Exists(Path.Combine(Root, "Engine/Packages", folder, folder + ".csproj")), folder);
    }

    // The items of all projects by kind, from one MSBuild that evaluates them one after the other: a target that lists them is brought into each.
    private static Dictionary<string, ILookup<string, Dictionary<string, string>>> Evaluate(string[] projects, bool registry)
    {
        string folder = Directory.CreateTempSubdirectory("cnnplayground-test-").FullName;
        try
        {
            string listing = Path.Combine(folder, "listing.targets"), all = Path.Combine(folder, "all.proj");
            string[] kinds = ["PackageReference", "ProjectReference", "RegistryPackage", "PackageVersion"];
            File.WriteAllText(listing, $"<Project><Target Name=\"ListItems\" Returns=\"@(Listed)\"><ItemGroup>"
                + string.Concat(kinds.Select(k => $"<Listed Include=\"@({k})\" Kind=\"{k}\" />")) + "</ItemGroup></Target></Project>");
            File.WriteAllText(all, $"<Project><Target Name=\"ListAll\"><MSBuild Projects=\"{string.Join(';', projects.Select(p => Path.Combine(Root, p)))}\""
                + $" Targets=\"ListItems\" Properties=\"RegistryPackages={(registry ? "true" : "false")};CustomAfterMicrosoftCommonTargets={listing}\">"
                + "<Output TaskParameter=\"TargetOutputs\" ItemName=\"Found\" /></MSBuild></Target></Project>");
            var start = new ProcessStartInfo("dotnet", ["msbuild", all, "-t:ListAll", "-getItem:Found"]) { RedirectStandardOutput = true, WorkingDirectory = Root };
            using Process process = Process.Start(start)!;
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.That(process.ExitCode, Is.Zero, output);
            return JsonDocument.Parse(output).RootElement.GetProperty("Items").GetProperty("Found").Deserialize<Dictionary<string, string>[]>()!
                .GroupBy(i => Path.GetRelativePath(Root, i["MSBuildSourceProjectFile"])).ToDictionary(g => g.Key, g => g.ToLookup(i => i["Kind"]));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [GeneratedRegex("\"([^\"]+\\.csproj)\"")]
    private static partial Regex ProjectLine();

    private static string Here([CallerFilePath] string path = "") => path;
}
