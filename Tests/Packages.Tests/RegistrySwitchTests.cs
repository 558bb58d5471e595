// The switch between the registry's packages and stand-ins: one line for each package, and every project on the same side of it.
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Packages.Tests;

public sealed partial class RegistrySwitchTests
{
    private const string Folder = "Engine/Packages/";

    // The pair is one line: the input of a window needs the windows of its own side.
    private static readonly string[][] lines =
        [
            ["Silk.NET.Vulkan.Extensions.KHR"], ["Silk.NET.Vulkan.Extensions.EXT"], ["Silk.NET.Shaderc"], ["Silk.NET.Windowing", "Silk.NET.Input"],
            ["Arch"],
        ];

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

    private static string Root { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "../.."));

    private static string[] Projects =>
        [.. ProjectLine().Matches(File.ReadAllText(Path.Combine(Root, "CnnPlayground.sln"))).Select(m => m.Groups[1].Value.Replace('\\', '/'))];

    [Test]
    public void Each_package_comes_from_one_side_everywhere()
    {
        string[] all = [.. lines.SelectMany(l => l)];
        // As committed, without each one line, and all served.
        var settings = new List<string[]?> { null };
        settings.AddRange(lines.Select(line => all.Except(line).ToArray()));
        settings.Add(["none"]);
        var evaluated = Evaluate(settings);
        Assert.That(evaluated[0].Values.Select(i => i.StandIns), Is.All.EquivalentTo(all), "as committed");
        Assert.Multiple(() =>
        {
            for (var i = 0; i < evaluated.Length; i++)
                Check(evaluated[i], settings[i] ?? all);
        });
    }

    [Test]
    public void Every_stand_in_has_a_line_and_is_named_as_its_package()
    {
        string[] folders = [.. Directory.GetDirectories(Path.Combine(Root, Folder)).Select(f => Path.GetFileName(f)!)
            .Where(f => !f.EndsWith("Generator", StringComparison.Ordinal))];
        Assert.That(folders, Is.EquivalentTo(lines.SelectMany(l => l)));
        foreach (var folder in folders)
            Assert.That(File.Exists(Path.Combine(Root, Folder, folder, folder + ".csproj")), folder);
    }

    private static void Check(Dictionary<string, Items> evaluated, string[] standIns)
    {
        var setting = $"stood in: {string.Join(", ", standIns)}";
        var stoodIn = new HashSet<string>();
        foreach (var (project, items) in evaluated)
        {
            // A stand-in that nobody takes any more has no say.
            if (project.StartsWith(Folder, StringComparison.Ordinal) && !standIns.Contains(Path.GetFileNameWithoutExtension(project)))
                continue;
            stoodIn.UnionWith(items.StoodIn);
            Assert.That(items.StoodIn, Is.EquivalentTo(items.Wanted.Intersect(standIns)), $"{project}, {setting}");
            Assert.That(items.Packages, Is.SupersetOf(items.Wanted.Except(standIns)), $"{project}, {setting}");
            Assert.That(items.Packages.Intersect(standIns), Is.Empty, $"{project} takes a package that others have a stand-in for, {setting}");
            Assert.That(items.Versions.Where(v => versions.ContainsKey(v.Key)), Is.EquivalentTo(versions), project);
        }

        Assert.That(stoodIn, Is.EquivalentTo(standIns.Where(versions.ContainsKey)), setting);
    }

    // The items of all projects under each setting, from one MSBuild: a target that lists them is brought into each project.
    private static Dictionary<string, Items>[] Evaluate(List<string[]?> settings)
    {
        var folder = Directory.CreateTempSubdirectory("cnnplayground-test-").FullName;
        try
        {
            string listing = Path.Combine(folder, "listing.targets"), all = Path.Combine(folder, "all.proj");
            string[] kinds = ["PackageReference", "ProjectReference", "RegistryPackage", "CarriedPackage", "PackageVersion"];
            File.WriteAllText(listing, "<Project><Target Name=\"ListItems\" Returns=\"@(Listed)\"><ItemGroup><Listed "
                + "Include=\"$([MSBuild]::Unescape($(StandIns)))\" Kind=\"StandIns\" />"
                + string.Concat(kinds.Select(k => $"<Listed Include=\"@({k})\" Kind=\"{k}\" />")) + "</ItemGroup></Target></Project>");
            var projects = string.Join(';', Projects.Select(p => Path.Combine(Root, p)));
            File.WriteAllText(all, "<Project><Target Name=\"ListAll\">" + string.Concat(settings.Select((standIns, i) =>
            {
                var property = standIns is null ? "" : $"StandIns={string.Join("%3B", standIns)};";
                return $"<MSBuild Projects=\"{projects}\" Targets=\"ListItems\" Properties=\"{property}CustomAfterMicrosoftCommonTargets={listing}\">"
                    + $"<Output TaskParameter=\"TargetOutputs\" ItemName=\"Found{i}\" /></MSBuild>";
            })) + "</Target></Project>");
            var items = string.Join(',', settings.Select((_, i) => $"Found{i}"));
            var start = new ProcessStartInfo("dotnet", ["msbuild", all, "-t:ListAll", $"-getItem:{items}"])
            {
                RedirectStandardOutput = true,
                WorkingDirectory = Root,
            };
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.That(process.ExitCode, Is.Zero, output);
            var found = JsonDocument.Parse(output).RootElement.GetProperty("Items");
            return [.. settings.Select((_, i) => found.GetProperty($"Found{i}").Deserialize<Dictionary<string, string>[]>()!
                .GroupBy(item => Path.GetRelativePath(Root, item["MSBuildSourceProjectFile"]))
                .ToDictionary(g => g.Key, g => new Items(g.ToLookup(item => item["Kind"]))))];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [GeneratedRegex("\"([^\"]+\\.csproj)\"")]
    private static partial Regex ProjectLine();

    private static string Here([CallerFilePath] string path = "") => path;

    // What a project says it wants, and what that became.
    private sealed class Items(ILookup<string, Dictionary<string, string>> byKind)
    {
        internal string[] StandIns => Names("StandIns");

        // A package carries the stand-ins that its assemblies take.
        internal string[] Wanted => [.. Names("RegistryPackage"), .. Names("CarriedPackage")];

        internal string[] Packages => [.. Names("PackageReference").Where(versions.ContainsKey)];

        internal string[] StoodIn => [.. byKind["ProjectReference"].Select(i => Path.GetRelativePath(Root, i["FullPath"]))
            .Where(p => p.StartsWith(Folder, StringComparison.Ordinal)).Select(p => Path.GetFileNameWithoutExtension(p)!)];

        internal Dictionary<string, string> Versions => byKind["PackageVersion"].ToDictionary(v => v["Identity"], v => v["Version"]);

        private string[] Names(string kind) => [.. byKind[kind].Select(i => i["Identity"])];
    }
}
