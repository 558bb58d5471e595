// A shader's text with everything it includes, and the key its compiled form is cached under.
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Engine;

/// <summary>Main file and includes by name; all lie in one folder.</summary>
internal sealed partial class ShaderSource
{
    // Part of every key: raised when the compiler's options change.
    private const string Options = "glsl, vulkan1.3, spirv1.6, not optimised, 1";

    /// <summary>Path relative to the shader folder, with extension: "Cnn/relu.comp".</summary>
    public string Name { get; }
    /// <summary>The macro it is compiled with, or null.</summary>
    public string? Define { get; }
    /// <summary>Whether it is compiled in its <see cref="LargeForm"/>.</summary>
    public bool Large { get; }
    /// <summary>The shader folder it was found in.</summary>
    public string Folder { get; }
    /// <summary>Texts by the name an error message uses ("Cnn/relu.comp", "Cnn/tensor.glsl").</summary>
    public Dictionary<string, string> Files { get; } = [];

    /// <summary>Reads "Cnn/relu.comp" and what it includes from below the first shader folder that has it.</summary>
    public ShaderSource(string[] folders, string name, string? define = null, bool large = false)
    {
        (Name, Define, Large) = (name, define, large);
        if (Path.IsPathRooted(name) || name.Contains("..", StringComparison.Ordinal))
            throw new ArgumentException($"'{name}' is no path below the shader folder", nameof(name));
        Folder = folders.FirstOrDefault(f => File.Exists(Path.Combine(f, name))) ?? folders.FirstOrDefault() ?? "";
        Load(Folder, name, null, 0);
    }

    /// <summary>Text of the main file.</summary>
    public string Text => Files[Name];

    /// <summary>The name of an included file: shaders include only from their own folder.</summary>
    public static string IncludeName(string from, string include)
    {
        if (include.Contains('/', StringComparison.Ordinal) || include.Contains('\\', StringComparison.Ordinal))
        {
            throw new GpuException($"{from} includes \"{include}\" from another folder",
                "a shader includes only from its own folder: copy or move the file");
        }
        var slash = from.LastIndexOf('/');
        return from[..(slash + 1)] + include;
    }

    /// <summary>Changes whenever any text or the compiler's options change.</summary>
    public string Key()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{Options}{(Define is null ? "" : $", {Define}")}{(Large ? $", large {LargeForm.Version}" : "")}"));
        foreach (var (name, text) in Files.OrderBy(f => f.Key, StringComparer.Ordinal))
            hash.AppendData(Encoding.UTF8.GetBytes($"\0{name}\0{text}"));
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));
    }

    private void Load(string folder, string name, string? from, int line)
    {
        if (Files.ContainsKey(name))
            return;
        var path = Path.Combine(folder, name);
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw from is null
                ? new GpuException($"the shader {path} does not exist", "check the name, or GpuOptions.ShaderFolder")
                : new GpuException($"{from}:{line}: the included file {path} does not exist",
                    "check the name; includes lie in the shader's own folder");
        }
        Files[name] = text;
        foreach (Match match in Include().Matches(text))
            Load(folder, IncludeName(name, match.Groups[1].Value), name, 1 + text.AsSpan(0, match.Index).Count('\n'));
    }

    [GeneratedRegex("""^[ \t]*#[ \t]*include[ \t]+["<]([^">\n]+)[">]""", RegexOptions.Multiline)]
    private static partial Regex Include();
}
