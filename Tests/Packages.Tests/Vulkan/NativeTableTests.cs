// How the extensions' stand-ins find their functions: once each, and a missing one in words.
using Silk.NET.Core.Contexts;
using Silk.NET.Core.Loader;
using Silk.NET.Vulkan;
using Silk.NET.Vulkan.Extensions.KHR;

namespace Packages.Tests.VulkanPackage;

public sealed unsafe class NativeTableTests
{
    [Test]
    public void A_missing_function_throws_at_its_first_call_and_is_named()
    {
        using var swapchain = new KhrSwapchain(new LamdaNativeContext(_ => 0));
        Assert.That(() => swapchain.QueuePresent(default, null), Throws.TypeOf<SymbolLoadingException>().With.Message.Contains("vkQueuePresentKHR"));
    }

    [Test]
    public void A_function_is_looked_up_once()
    {
        var asked = new List<string>();
        delegate* unmanaged<Queue, PresentInfoKHR*, Result> present = &Present;
        using var swapchain = new KhrSwapchain(new LamdaNativeContext(name =>
        {
            asked.Add(name);
            return (nint)present;
        }));
        for (var i = 0; i < 3; i++)
            Assert.That(swapchain.QueuePresent(default, null), Is.EqualTo(Result.SuboptimalKhr));
        Assert.That(asked, Is.EqualTo(["vkQueuePresentKHR"]));
    }

    [System.Runtime.InteropServices.UnmanagedCallersOnly]
    private static Result Present(Queue queue, PresentInfoKHR* info) => Result.SuboptimalKhr;
}
