// Says a thing once, however often it happens.
namespace Engine;

/// <summary>The memory of an owner whose work is repeated every frame: each message is told the first time only. For one thread.</summary>
public sealed class LogOnce
{
    private readonly HashSet<string> said = [];

    /// <summary>Tells a warning unless it was told; whether it was new.</summary>
    public bool Warning(string message)
    {
        if (!said.Add(message))
            return false;
        Log.Warning(message);
        return true;
    }

    /// <summary>Forgets what was told, so that it is told again: what was wrong has been mended meanwhile.</summary>
    public void Forget() => said.Clear();
}
