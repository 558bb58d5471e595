// Something that input comes from.
namespace Silk.NET.Input;

public interface IInputDevice
{
    string Name { get; }

    int Index { get; }

    bool IsConnected { get; }
}
