// Says a thing once, however often it happens.
using System.Runtime.CompilerServices;

namespace Engine;

/// <summary>The memory of an owner whose work is repeated every frame: each message is told the first time only. Safe for several threads.</summary>
public sealed class LogOnce
{
    private readonly HashSet<string> said = [];

    /// <summary>Tells a warning unless it was told; whether it was new.</summary>
    public bool Warning(string message)
    {
        var isNew = IsNew(message);
        if (isNew)
            Log.Warning(message);
        return isNew;
    }

    /// <summary>Tells a warning unless one about that topic was told; whether it was new. Only then the text is made.</summary>
    public bool Warning(string topic, [InterpolatedStringHandlerArgument("", nameof(topic))] ref NewText text)
    {
        if (text.IsNew)
            Log.Warning(text.Make());
        return text.IsNew;
    }

    /// <summary>Forgets what was told, so that it is told again: what was wrong has been mended meanwhile.</summary>
    public void Forget()
    {
        lock (said)
            said.Clear();
    }

    /// <summary>Forgets one message or topic.</summary>
    public void Forget(string topic)
    {
        lock (said)
            said.Remove(topic);
    }

    private bool IsNew(string topic)
    {
        lock (said)
            return said.Add(topic);
    }

    /// <summary>A text that is made only if its topic is new.</summary>
    [InterpolatedStringHandler]
    public ref struct NewText
    {
        private DefaultInterpolatedStringHandler text;

        /// <summary>Called by the compiler.</summary>
        public NewText(int literalLength, int formattedCount, LogOnce once, string topic, out bool isNew)
        {
            IsNew = isNew = once.IsNew(topic);
            text = isNew ? new DefaultInterpolatedStringHandler(literalLength, formattedCount) : default;
        }

        internal bool IsNew { get; }

        /// <summary>Called by the compiler.</summary>
        public void AppendLiteral(string value) => text.AppendLiteral(value);

        /// <summary>Called by the compiler.</summary>
        public void AppendFormatted<T>(T value) => text.AppendFormatted(value);

        internal string Make() => text.ToStringAndClear();
    }
}
