// The committed bindings are what the generator makes of the installed registry.
using VulkanGenerator;

namespace Packages.Tests.VulkanPackage;

public sealed class GeneratedBindingsTests
{
    [Test]
    public void The_generator_writes_exactly_the_committed_files()
    {
        var expected = Bindings.Generate(InstalledRegistry.Load()).ToDictionary(f => f.Path, f => f.Text);
        string[] committed = [.. Directory.GetDirectories(InstalledRegistry.Packages, "Silk.NET.Vulkan*")
            .SelectMany(folder => Directory.GetFiles(folder, "*.gen.cs", SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(InstalledRegistry.Packages, file).Replace('\\', '/'))];
        Assert.That(committed, Is.EquivalentTo(expected.Keys));
        foreach ((string path, string text) in expected)
        {
            bool same = File.ReadAllText(Path.Combine(InstalledRegistry.Packages, path)) == text;
            Assert.That(same, $"{path} is stale: run `dotnet run --project Engine/Packages/VulkanGenerator` in the repository's root");
        }
    }
}
