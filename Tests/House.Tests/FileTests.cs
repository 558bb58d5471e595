// What every file keeps to: its size, its first line, nothing unfinished.
using System.Text.RegularExpressions;

namespace House.Tests;

public sealed partial class FileTests
{
    [Test]
    public void CSharp_files_have_at_most_400_lines() =>
        Assert.That(Source.CSharp.Where(s => s.LineCount > 400).Select(s => $"{s.Path}: {s.LineCount}"), Is.Empty);

    [Test]
    public void CSharp_lines_have_at_most_150_characters()
    {
        var over = Source.CSharp.SelectMany(s => s.Text.Split('\n').Select((line, i) => (s.Path, Number: i + 1, line.Length)))
            .Where(l => l.Length > 150);
        Assert.That(over.Select(l => $"{l.Path}:{l.Number}: {l.Length}"), Is.Empty);
    }

    [Test]
    public void Usings_are_sorted_with_System_first()
    {
        var wrong = Source.CSharp.Where(s => Usings().Matches(s.Text).Select(m => m.Groups[1].Value).ToList() is var names
            && !names.SequenceEqual(names.OrderBy(n => n != "System" && !n.StartsWith("System.", StringComparison.Ordinal))
                .ThenBy(n => n, StringComparer.OrdinalIgnoreCase)));
        Assert.That(wrong.Select(s => s.Path), Is.Empty);
    }

    [Test]
    public void Shaders_have_at_most_250_lines() =>
        Assert.That(Source.Shaders.Where(s => s.LineCount > 250).Select(s => $"{s.Path}: {s.LineCount}"), Is.Empty);

    [Test]
    public void Every_file_opens_with_its_purpose()
    {
        var shaders = Source.All.Where(
            s => s.Path.Contains("Shaders/", StringComparison.Ordinal) && !s.Path.EndsWith(".cs", StringComparison.Ordinal));
        var wrong = Source.CSharp.Concat(shaders).Where(s => !Purpose().IsMatch(Version().Replace(s.Text, "")))
            .Select(s => $"{s.Path}: {s.Text.Split('\n')[0]}");
        Assert.That(wrong, Is.Empty, "the first line (after a shader's #version) is a comment that says what the file is for");
    }

    [Test]
    public void Nothing_is_left_unfinished()
    {
        var marks = new Regex(@"\b(?:TODO|FIXME|XXX|HACK)\b|\bNotImplementedException\(\)");
        Assert.That(Source.All.Where(s => !s.IsIn("Tests/House.Tests") && !s.Path.EndsWith(".gen.cs", StringComparison.Ordinal)
            && marks.IsMatch(s.Text)).Select(s => s.Path), Is.Empty);
    }

    [Test]
    public void The_read_me_has_at_most_200_lines()
    {
        var path = Path.Combine(Source.Root, "README.md");
        Assert.That(File.Exists(path), "README.md is missing");
        Assert.That(File.ReadAllLines(path), Has.Length.LessThanOrEqualTo(200));
    }

    [Test]
    public void The_environment_is_read_in_one_place() =>
        Assert.That(Source.CSharp.Where(s => s.IsIn("Engine", "Plugins") && !s.IsIn("Engine/Packages", "Engine/Gpu/Host/EnvironmentVariables.cs"))
            .SelectMany(s => s.Find(EnvironmentAccess())), Is.Empty,
            "Engine/Gpu/Host/EnvironmentVariables.cs says which variables there are");

    [Test]
    public void Only_programs_and_verbs_know_the_terminal() =>
        Assert.That(Source.CSharp.Where(s => s.IsIn("Engine", "Plugins")
            && !s.IsIn("Engine/Packages", "Engine/Player", "Engine/CommandLine", "Engine/FontBaker", "Engine/ShaderPacker", "Engine/Gpu/Host/Log.cs")
            && s.Name != "CnnComputePlugin" && !s.Path.Contains("/Cli/", StringComparison.Ordinal))
            .SelectMany(s => s.Find(Terminal())), Is.Empty, "everything else tells people something through Log");

    [GeneratedRegex(@"\bGetEnvironmentVariables?\b")]
    private static partial Regex EnvironmentAccess();

    [GeneratedRegex(@"\bConsole\.|\bSpectre\b|\bSystem\.CommandLine\b")]
    private static partial Regex Terminal();

    [GeneratedRegex(@"\A\uFEFF?// [^\s][^\n]{3,}\n")]
    private static partial Regex Purpose();

    [GeneratedRegex(@"^using (?!static\b)([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Usings();

    [GeneratedRegex(@"\A#version[^\n]*\n")]
    private static partial Regex Version();
}
