// What docs/architecture.md says of assemblies and rooms is what was compiled.
namespace House.Tests;

public sealed class RoomTests
{
    // An assembly's name stands for all rooms in its folder.
    private static bool IsAllowed(Architecture.RoomRow row, string room) => row.Folder == room
        || row.MayUse.Any(m => m == room
            || Architecture.Assemblies.Any(a => a.Name == m && (room == a.Folder || room.StartsWith(a.Folder + "/", StringComparison.Ordinal))));

    // The innermost room that holds a file.
    private static string? RoomOf(string file) => Architecture.Rooms.Select(r => r.Folder)
        .Where(f => file.StartsWith(f + "/", StringComparison.Ordinal)).MaxBy(f => f.Length);

    private static IEnumerable<TestCaseData> Rooms() => Architecture.Rooms.Select(r => new TestCaseData(r.Folder).SetArgDisplayNames(r.Folder));

    private static IEnumerable<TestCaseData> Assemblies() => Architecture.Assemblies.Select(a => new TestCaseData(a.Name).SetArgDisplayNames(a.Name));

    [TestCaseSource(nameof(Assemblies))]
    public void References_are_the_arrows_of_the_page(string name)
    {
        var row = Architecture.Assemblies.Single(a => a.Name == name);
        var references = CompiledUses.Assemblies.Single(a => a.GetName().Name == name).GetReferencedAssemblies().Select(r => r.Name!)
            .Where(r => !r.StartsWith("System.", StringComparison.Ordinal) || r == "System.CommandLine").Order(StringComparer.Ordinal).ToArray();
        TestContext.Out.WriteLine($"{name} → {string.Join(", ", references)}");
        Assert.That(references, Is.EquivalentTo(row.Own.Concat(row.Packages)), $"{Architecture.Page} and the compiled {name} differ");
    }

    [TestCaseSource(nameof(Rooms))]
    public void A_room_uses_only_what_the_page_allows(string folder)
    {
        var row = Architecture.Rooms.Single(r => r.Folder == folder);
        var uses = CompiledUses.All.Where(u => RoomOf(u.File) == folder).ToArray();
        Assert.That(Directory.Exists(Path.Combine(Source.Root, folder)), $"{folder} does not exist");
        var wrong = uses.Where(u => u.Type != "Tensor" && RoomOf(u.Declared) is { } room && !IsAllowed(row, room))
            .Select(u => $"{u.File} uses {u.Type} of {u.Declared}");
        Assert.That(wrong.Order(StringComparer.Ordinal), Is.Empty,
            $"{Architecture.Page} allows {folder} to use {(row.MayUse.Count > 0 ? string.Join(", ", row.MayUse) : "nothing")}");
    }

    [Test]
    public void Every_file_lies_in_a_room()
    {
        var folders = Architecture.Assemblies.Select(a => a.Folder).ToArray();
        Assert.That(Source.CSharp.Where(s => s.IsIn(folders) && RoomOf(s.Path) is null).Select(s => s.Path), Is.Empty,
            $"{Architecture.Page} has a row for each room");
        Assert.That(CompiledUses.All, Has.Count.GreaterThan(3000), "the compiled code was not read");
    }

    [Test]
    public void Rooms_of_one_assembly_have_no_circles()
    {
        var rows = Architecture.Rooms.ToDictionary(r => r.Folder);
        // The root of the engine installs its rooms' components; everywhere else arrows go one way.
        var circles = from a in rows.Values
                      from b in rows.Values
                      where a.Folder != b.Folder && a.Folder != "Engine/Runtime" && b.Folder != "Engine/Runtime"
                      where a.MayUse.Contains(b.Folder) && b.MayUse.Contains(a.Folder)
                      select $"{a.Folder} and {b.Folder}";
        Assert.That(circles, Is.Empty);
    }
}
