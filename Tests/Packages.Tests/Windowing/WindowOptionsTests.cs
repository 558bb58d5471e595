// Options and interfaces, which need no display.
using System.Reflection;
using Silk.NET.Maths;
using Silk.NET.Windowing;

namespace Packages.Tests;

public class WindowOptionsTests
{
    [Test]
    public void Defaults_are_copies()
    {
        var changed = WindowOptions.DefaultVulkan;
        changed.Size = new Vector2D<int>(1, 2);
        changed.Title = "changed";
        var fresh = WindowOptions.DefaultVulkan;
        Assert.That(fresh.Size, Is.EqualTo(new Vector2D<int>(1280, 720)));
        Assert.That(fresh.Title, Is.Not.EqualTo("changed"));
        var with = WindowOptions.DefaultVulkan with { Title = "with" };
        Assert.That((with.Title, with.Size.X), Is.EqualTo(("with", 1280)));
    }

    [Test]
    public void Vulkan_defaults_leave_pace_to_the_program()
    {
        var options = WindowOptions.DefaultVulkan;
        Assert.That((options.VSync, options.ShouldSwapAutomatically), Is.EqualTo((false, false)));
        Assert.That((options.FramesPerSecond, options.UpdatesPerSecond), Is.EqualTo((0.0, 0.0)));
        Assert.That(options.API.API, Is.EqualTo(ContextAPI.Vulkan));
        Assert.That((options.IsVisible, options.Position), Is.EqualTo((true, new Vector2D<int>(50, 50))));
        Assert.That((WindowOptions.Default.VSync, WindowOptions.Default.API.API), Is.EqualTo((true, ContextAPI.OpenGL)));
        Assert.That(new WindowOptions().IsVisible, Is.False);
    }

    [Test]
    public void Window_hides_members_of_the_view_as_the_package_does()
    {
        Assert.That(typeof(IWindowProperties).GetProperty(nameof(IWindowProperties.Size))!.CanWrite, Is.True);
        Assert.That(typeof(IViewProperties).GetProperty(nameof(IViewProperties.Size))!.CanWrite, Is.False);
        Assert.That(typeof(IWindow).GetProperty(nameof(IWindow.IsClosing))!.CanWrite, Is.True);
        Assert.That(typeof(IView).GetProperty(nameof(IView.IsClosing))!.CanWrite, Is.False);
        Assert.That(typeof(IView).GetMethods().Where(m => m.Name == "Run").Select(m => m.GetParameters().Length), Is.EqualTo([1]));
        Assert.That(typeof(WindowExtensions).GetMethod("Run", BindingFlags.Public | BindingFlags.Static, [typeof(IView)]), Is.Not.Null);
    }

    [Test]
    public void What_older_code_may_get_wrong_is_as_in_the_package()
    {
        Assert.That(Enum.GetNames<ContextAPI>(), Is.EqualTo(["None", "Vulkan", "OpenGL", "OpenGLES"]));
        Assert.That(typeof(ViewOptions).GetConstructors().Single().GetParameters()[^3..].Select(p => p.Name),
            Is.EqualTo(["isEventDriven", "samples", "isContextControlDisabled"]));
        Assert.That(typeof(IViewProperties).GetProperty(nameof(IViewProperties.ShouldSwapAutomatically))!.CanWrite, Is.True);
        Assert.That(typeof(Window).GetProperty(nameof(Window.DefaultWindowClass))!.CanWrite, Is.False);
        Assert.That(Window.GetWindowPlatform(viewOnly: true), Is.Null, "GLFW has windows, and no other platform is here");
    }
}
