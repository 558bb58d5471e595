// The tables of docs/architecture.md, as the tests read them.
namespace House.Tests;

/// <summary>Rows of the two tables that are compared with the code.</summary>
internal static class Architecture
{
    /// <summary>The page.</summary>
    public const string Page = "docs/architecture.md";

    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(Source.Root, Page));

    /// <summary>An assembly, the folder of its project, and the assemblies it references.</summary>
    public sealed record AssemblyRow(string Name, string Folder, IReadOnlyList<string> Own, IReadOnlyList<string> Packages);

    /// <summary>A room and the other rooms whose types it may name; rooms go by the paths of their folders.</summary>
    public sealed record RoomRow(string Folder, IReadOnlyList<string> MayUse);

    /// <summary>The chapter "Assemblies".</summary>
    public static IReadOnlyList<AssemblyRow> Assemblies { get; } = [.. Rows("## Assemblies")
        .Select(r => new AssemblyRow(r[0], Folder(r[1]), Names(r[2]), Names(r[3])))];

    /// <summary>The chapter "Rooms".</summary>
    public static IReadOnlyList<RoomRow> Rooms { get; } = [.. Rows("## Rooms")
        .Select(r => new RoomRow(Folder(r[0]), [.. Names(r[1]).Select(n => Folder(n))]))];

    private static IEnumerable<string[]> Rows(string chapter) => Lines
        .SkipWhile(l => l != chapter).Skip(1).TakeWhile(l => !l.StartsWith("## ", StringComparison.Ordinal))
        .Where(l => l.StartsWith('|')).Skip(2)
        .Select(l => l.Trim().Trim('|').Split('|').Select(c => c.Trim()).ToArray());

    private static string Folder(string cell) => cell.Trim('`');

    private static string[] Names(string cell) => cell.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
