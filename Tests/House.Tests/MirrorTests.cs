// Tests lie where what they test lies, and every file is one that is built.
namespace House.Tests;

public sealed class MirrorTests
{
    private static readonly (string Tests, string Code)[] Mirrors =
    [
        ("Tests/CnnCompute.Tests", "Plugins/CnnCompute"),
        ("Tests/Engine.Tests", "Engine"),
    ];

    // What lies in an assembly's own folder is tested beside the folders of its rooms.
    private static string Room(Source file) => Architecture.Rooms.Select(r => r.Folder).Where(f => file.IsIn(f)).MaxBy(f => f.Length) is not { } room
        || room is "Engine/Runtime" or "Engine/CommandLine" or "Plugins/CnnCompute/Plugin" ? "" : room.Split('/')[^1];

    [Test]
    public void FooTests_lies_in_the_room_of_Foo()
    {
        var wrong = new List<string>();
        var found = 0;
        foreach (var (tests, code) in Mirrors)
        {
            var rooms = Source.CSharp.Where(s => s.IsIn(code)).ToLookup(s => s.Name, Room);
            foreach (var test in Source.CSharp.Where(s => s.IsIn(tests) && s.Name.EndsWith("Tests", StringComparison.Ordinal)))
            {
                var (parts, subject) = (test.Path.Split('/'), test.Name[..^"Tests".Length]);
                if (!rooms.Contains(subject))
                    continue;
                found++;
                if (!rooms[subject].Contains(parts.Length > 3 ? parts[2] : ""))
                    wrong.Add($"{test.Path}: {subject} lies in {string.Join(", ", rooms[subject].Distinct())}");
            }
        }
        Assert.That(wrong, Is.Empty);
        Assert.That(found, Is.GreaterThan(150));
    }

    [Test]
    public void No_file_lacks_its_extension() =>
        Assert.That(Source.Files.Where(f => Path.GetExtension(f).Length == 0), Is.Empty,
            "a file that was moved onto a folder's name is built no more");
}
