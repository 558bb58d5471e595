// The Vulkan loader: a missing one is one sentence that says what to install, and Silk.NET's setting is given back either way.
using Silk.NET.Core.Loader;
using Silk.NET.Vulkan;

namespace Engine.Tests;

[NonParallelizable]
public sealed class LoaderTests
{
    [Test]
    public void A_missing_loader_says_what_to_install_and_leaves_the_resolvers_as_they_were()
    {
        var resolvers = ((DefaultPathResolver)PathResolver.Default).Resolvers;
        Assert.That(() => VulkanInstance.LoadVulkan(name => [$"{name}.absent"]),
            Throws.TypeOf<GpuException>().With.Message.EqualTo(
                "the Vulkan loader libvulkan.so.1 was not found: install a Vulkan driver: "
                    + "on Debian `apt-get install libvulkan1 mesa-vulkan-drivers`"));
        Assert.That(((DefaultPathResolver)PathResolver.Default).Resolvers, Is.SameAs(resolvers));
    }

    [Test]
    public void The_loader_is_asked_for_where_the_system_looks()
    {
        var resolvers = ((DefaultPathResolver)PathResolver.Default).Resolvers;
        var asked = new List<string>();
        using var vk = VulkanInstance.LoadVulkan(name =>
        {
            asked.Add(name);
            return [name];
        });
        uint version = 0;
        Assert.That(vk.EnumerateInstanceVersion(ref version), Is.EqualTo(Result.Success));
        Assert.That(asked, Is.EqualTo(["libvulkan.so.1"]));
        Assert.That(((DefaultPathResolver)PathResolver.Default).Resolvers, Is.SameAs(resolvers));
    }
}
