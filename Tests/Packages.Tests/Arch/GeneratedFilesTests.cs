// The committed generated files are what the generator writes today.
using System.Runtime.CompilerServices;
using ArchGenerator;

namespace Packages.Tests.ArchPackage;

public sealed class GeneratedFilesTests
{
    [Test]
    public void The_generator_writes_exactly_the_committed_files()
    {
        var folder = Path.Combine(Here(), "../../../Engine/Packages/Arch/Generated");
        var expected = GeneratedFiles.All().ToDictionary(f => f.Name, f => f.Text);
        Assert.That(Directory.GetFiles(folder).Select(Path.GetFileName), Is.EquivalentTo(expected.Keys));
        foreach (var (name, text) in expected)
        {
            Assert.That(File.ReadAllText(Path.Combine(folder, name)), Is.EqualTo(text),
                $"{name} is stale: run `dotnet run --project Engine/Packages/ArchGenerator Engine/Packages/Arch/Generated`");
        }
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
