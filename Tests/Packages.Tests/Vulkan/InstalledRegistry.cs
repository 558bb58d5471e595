// The Vulkan registry and headers of this machine, for tests that compare the committed bindings with them.
using System.Runtime.CompilerServices;
using VulkanGenerator;

namespace Packages.Tests.VulkanPackage;

internal static class InstalledRegistry
{
    public static string Packages { get; } = Path.GetFullPath(Path.Combine(Here(), "../../../Engine/Packages"));

    /// <summary>Ignores the test, saying why, where the registry is absent or of another version than the committed files.</summary>
    public static Registry Load()
    {
        if (!File.Exists(Bindings.InstalledRegistry))
            Assert.Ignore($"skipped: {Bindings.InstalledRegistry} is not installed (libvulkan-dev has it)");
        var registry = Registry.Load(Bindings.InstalledRegistry);
        string firstLine = File.ReadLines(Path.Combine(Packages, "Silk.NET.Vulkan/Generated/Structs.gen.cs")).First();
        if (!firstLine.Contains($"header version {registry.HeaderVersion};", StringComparison.Ordinal))
            Assert.Ignore($"skipped: the installed registry is {registry.HeaderVersion}; the committed files say: {firstLine}");
        return registry;
    }

    public static Selection Select(Registry registry) => new(registry, Bindings.Versions, Bindings.Extensions);

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
