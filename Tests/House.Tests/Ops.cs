// The operators of the CNN plugin, read from their files.
using System.Text.RegularExpressions;

namespace House.Tests;

/// <summary>Finds op types and how they are named in other files.</summary>
internal static partial class Ops
{
    /// <summary>Where ops lie, each in the folder of its family.</summary>
    public const string Folder = "Plugins/CnnCompute/Core/Ops";

    /// <summary>Where their tests lie, in folders of the same names.</summary>
    public const string TestFolder = "Tests/CnnCompute.Tests/Ops";

    /// <summary>Every concrete op declared in Ops/, with its file.</summary>
    public static IEnumerable<(string Type, Source File)> Types() => Source.CSharp.Where(s => s.IsIn(Folder))
        .SelectMany(s => Declaration().Matches(s.Code).Select(m => (m.Groups[1].Value, s)))
        .DistinctBy(o => o.Value);

    /// <summary>Every op that is many: <c>FooOp(Foo Kind)</c>, with the members of the enum Foo in order.</summary>
    public static IEnumerable<(string Type, Source File, string[] Kinds)> Many() =>
        from op in Types()
        let name = op.Type[..^2]
        where op.File.Code.Contains($"record {op.Type}({name} Kind", StringComparison.Ordinal)
        let members = Regex.Match(op.File.Code, $@"^public enum {name}\s*\{{([^}}]*)\}}", RegexOptions.Multiline)
        select (op.Type, op.File, Member().Matches(members.Groups[1].Value).Select(m => m.Value).ToArray());

    /// <summary>The family of a file below <see cref="Folder"/> or <see cref="TestFolder"/>: the path of its folder there.</summary>
    public static string Family(Source file, string folder) => Path.GetDirectoryName(file.Path[(folder.Length + 1)..])!.Replace('\\', '/');

    /// <summary>Lower case without underscores: MaxPool2dGradOp and max_pool2d_grad are the same.</summary>
    public static string Key(string name) =>
        (name.EndsWith("Op", StringComparison.Ordinal) ? name[..^2] : name).Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();

    [GeneratedRegex(@"^public\s+sealed\s+(?:partial\s+)?record\s+(\w+Op)\b", RegexOptions.Multiline)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"\w+(?=\s*,|\s*$)")]
    private static partial Regex Member();
}
