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

    private static bool IsFramework(string assembly) => assembly == "Microsoft.Win32.Primitives"
        || (assembly.StartsWith("System.", StringComparison.Ordinal) && assembly != "System.CommandLine");

    private static IEnumerable<TestCaseData> Rooms() => Architecture.Rooms.Select(r => new TestCaseData(r.Folder).SetArgDisplayNames(r.Folder));

    private static IEnumerable<TestCaseData> Assemblies() => Architecture.Assemblies.Select(a => new TestCaseData(a.Name).SetArgDisplayNames(a.Name));

    [TestCaseSource(nameof(Assemblies))]
    public void References_are_the_arrows_of_the_page(string name)
    {
        var row = Architecture.Assemblies.Single(a => a.Name == name);
        var references = CompiledUses.Assemblies.Single(a => a.GetName().Name == name).GetReferencedAssemblies().Select(r => r.Name!)
            .Where(r => !IsFramework(r)).Order(StringComparer.Ordinal).ToArray();
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
    public void Rooms_have_no_circles()
    {
        // The root of the engine and its rooms know each other: it holds what all of them speak of, and installs their components.
        static string Knot(string folder) => folder.StartsWith("Engine/Runtime", StringComparison.Ordinal) ? "Engine/Runtime" : folder;
        var arrows = Architecture.Rooms.ToLookup(r => Knot(r.Folder), r => Architecture.Rooms
            .Where(to => to.Folder != r.Folder && IsAllowed(r, to.Folder))
            .Select(to => Knot(to.Folder))
            .Where(to => to != Knot(r.Folder)));
        var left = arrows.ToDictionary(a => a.Key, a => a.SelectMany(to => to).ToHashSet());
        while (left.Where(a => a.Value.Count == 0).Select(a => a.Key).ToArray() is { Length: > 0 } done)
        {
            foreach (var room in done)
                left.Remove(room);
            foreach (var arrow in left.Values)
                arrow.ExceptWith(done);
        }
        Assert.That(left.Select(a => $"{a.Key} → {string.Join(", ", a.Value)}"), Is.Empty,
            "each of these is reached from itself, or needs one that is");
    }
}
