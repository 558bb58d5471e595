// A real window on a real surface: frames, a resize, a minimised window. On a display of the test's own.
using System.Numerics;
using System.Runtime.InteropServices;
using Packages.Tests;
using Silk.NET.Core.Contexts;
using Silk.NET.Core.Native;
using Silk.NET.Maths;
using Silk.NET.Windowing;

namespace Engine.Tests;

public sealed class SwapchainTests
{
    [Test]
    public void Window_shows_frames_survives_a_resize_and_pauses_while_minimised()
    {
        TestDisplay.Require();
        var options = WindowOptions.DefaultVulkan with { Size = new Vector2D<int>(320, 240), Title = "swapchain test" };
        using var window = Silk.NET.Windowing.Window.Create(options);
        window.Initialize();
        (int Width, int Height)? forced = null;
        var extensions = Extensions(window.VkSurface!);
        using (var gpu = Gpu.Open(new GpuOptions { Validation = true, Surface = true, InstanceExtensions = extensions }))
        using (var swapchain = new Swapchain(gpu, instance => Surface(window.VkSurface!, instance),
            () => forced ?? (window.FramebufferSize.X, window.FramebufferSize.Y)))
        using (var target = gpu.RenderTarget(64, 64))
        {
            Frames(10, shown: true);
            Assert.That(swapchain.Size, Is.EqualTo((320, 240)));
            window.Size = new Vector2D<int>(400, 300);
            for (var i = 0; i < 200 && swapchain.Size != (400, 300); i++)
                Frames(1, shown: true);
            Assert.That(swapchain.Size, Is.EqualTo((400, 300)));
            forced = (0, 0);
            Frames(3, shown: false);
            forced = null;
            Frames(3, shown: true);
            gpu.WaitIdle();
            Assert.That(gpu.ValidationMessages, Is.Empty);

            void Frames(int count, bool shown)
            {
                for (var i = 0; i < count; i++)
                {
                    window.DoEvents();
                    var commands = gpu.Begin();
                    commands.BeginDraw(target, new Vector4(0, 0.5f, 1, 1));
                    commands.EndDraw();
                    var show = swapchain.Show(commands, target.Image);
                    gpu.Submit(commands);
                    if (show)
                        swapchain.Present();
                    Assert.That(show, Is.EqualTo(shown));
                }
            }
        }
    }

    private static unsafe ulong Surface(IVkSurface surface, nint instance) => surface.Create<byte>(new VkHandle(instance), null).Handle;

    private static unsafe string[] Extensions(IVkSurface surface)
    {
        var names = surface.GetRequiredExtensions(out var count);
        var all = new string[count];
        for (uint i = 0; i < count; i++)
            all[i] = Marshal.PtrToStringUTF8((nint)names[i])!;
        return all;
    }
}
