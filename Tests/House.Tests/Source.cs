// The repository's files, as the house tests read them.
using System.Text.RegularExpressions;

namespace House.Tests;

/// <summary>A text file of the repository.</summary>
/// <param name="Path">Relative to the root, with forward slashes.</param>
/// <param name="Text">All of it.</param>
internal sealed partial record Source(string Path, string Text)
{
    private static readonly string[] Roots = ["Engine", "Plugins", "Shaders", "Tests"];
    private static readonly string[] Skipped = ["bin", "obj", "artifacts"];

    /// <summary>The folder that holds CnnPlayground.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Every source file of the project: C#, GLSL, project files.</summary>
    public static IReadOnlyList<Source> All { get; } =
    [
        .. Found().Where(f => f.Extension is ".cs" or ".comp" or ".glsl" or ".vert" or ".frag" or ".csproj" or ".props" or ".targets")
            .Select(f => new Source(System.IO.Path.GetRelativePath(Root, f.FullName).Replace('\\', '/'), File.ReadAllText(f.FullName)))
            .OrderBy(s => s.Path, StringComparer.Ordinal)
    ];

    /// <summary>Paths of all files below the folders of sources.</summary>
    public static IEnumerable<string> Files => Found().Select(f => f.FullName);

    /// <summary>C# written by hand.</summary>
    public static IEnumerable<Source> CSharp =>
        All.Where(s => s.Path.EndsWith(".cs", StringComparison.Ordinal) && !s.Path.EndsWith(".gen.cs", StringComparison.Ordinal));

    /// <summary>Shaders and what they include.</summary>
    public static IEnumerable<Source> Shaders => All.Where(s => s.Path.StartsWith("Shaders/", StringComparison.Ordinal));

    /// <summary>Project files.</summary>
    public static IEnumerable<Source> Projects => All.Where(s => s.Path.EndsWith(".csproj", StringComparison.Ordinal));

    /// <summary>File name without folder and extension.</summary>
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>Lines as an editor counts them.</summary>
    public int LineCount => Text.TrimEnd('\n').Count(c => c == '\n') + 1;

    /// <summary>The text with comments, strings and characters blanked, lines kept.</summary>
    public string Code { get; } = Blanked().Replace(Text, m => new string([.. m.Value.Select(c => c == '\n' ? '\n' : ' ')]));

    /// <summary>Whether the path lies in one of the folders, or is one of the files.</summary>
    public bool IsIn(params ReadOnlySpan<string> places)
    {
        foreach (var place in places)
        {
            if (Path == place || Path.StartsWith(place + "/", StringComparison.Ordinal))
                return true;
        }
        return false;
    }

    /// <summary>"path:line: text" of every match in the code.</summary>
    public IEnumerable<string> Find(Regex pattern) => pattern.Matches(Code).Select(m =>
    {
        var line = Code.AsSpan(0, m.Index).Count('\n');
        return $"{Path}:{line + 1}: {Text.Split('\n')[line].Trim()}";
    });

    /// <summary>Whether a type of that name is declared at the file's top level.</summary>
    public bool Declares(string type) => TopLevel().Matches(Code).Any(m => m.Groups[1].Value == type);

    private static IEnumerable<FileInfo> Found() =>
        Roots.Select(r => new DirectoryInfo(System.IO.Path.Combine(Root, r))).Where(f => f.Exists).SelectMany(Walk);

    private static IEnumerable<FileInfo> Walk(DirectoryInfo folder) =>
        folder.EnumerateFiles().Concat(folder.EnumerateDirectories().Where(d => !Skipped.Contains(d.Name)).SelectMany(Walk));

    private static string FindRoot()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(at.FullName, "CnnPlayground.sln")))
                return at.FullName;
        }
        throw new DirectoryNotFoundException($"no CnnPlayground.sln upwards from {AppContext.BaseDirectory}");
    }

    // Raw strings, verbatim strings, strings (what an interpolation holds goes with them), characters, comments.
    [GeneratedRegex("\"\"\"[\\s\\S]*?\"\"\"|\\$?@\\$?\"(?:[^\"]|\"\")*\"|\"(?:\\\\.|[^\"\\\\\\n])*\"|'(?:\\\\.[^'\\n]*|[^'\\\\\\n])'|//[^\\n]*"
        + "|/\\*[\\s\\S]*?\\*/")]
    private static partial Regex Blanked();

    [GeneratedRegex(@"^(?:public|internal)[\w\s]*\b(?:class|struct|enum|interface|delegate\s+[\w<>?]+|record(?:\s+struct|\s+class)?)\s+([A-Z]\w*)",
        RegexOptions.Multiline)]
    private static partial Regex TopLevel();
}
