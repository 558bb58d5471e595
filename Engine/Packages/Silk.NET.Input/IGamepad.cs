// A gamepad; the lists of them are empty, as this stand-in reads keyboard and mouse only.
namespace Silk.NET.Input;

public interface IGamepad : IInputDevice
{
}
