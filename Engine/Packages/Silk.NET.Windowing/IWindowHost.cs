// Something that windows are made on: a monitor or another window.
namespace Silk.NET.Windowing;

public interface IWindowHost
{
    IWindow CreateWindow(WindowOptions opts);
}
