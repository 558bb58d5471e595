// The keys of cameras that are taught.
using Engine;

namespace CnnCompute;

/// <summary>Update phase: keys edit every <see cref="Teach"/>.</summary>
public static class TeachKeys
{
    private const int Numbers = 9;
    private const string Show = "hold: show that class";
    private static readonly QueryDescription All = new QueryDescription().WithAll<Teach>();

    /// <summary>Edits components as keys say.</summary>
    public static void Run(Frame frame)
    {
        if (frame.World.CountEntities(in All) == 0)
            return;
        Tell(frame.App.Shared(_ => new KeyHelp()));
        var input = frame.Input;
        var (pressed, held) = (0, 0);
        for (var number = 1; number <= Numbers; number++)
        {
            var key = Key.Number0 + number;
            pressed = input.WasPressed(key) ? number : pressed;
            held = input.IsDown(key) && held != pressed ? number : held;
        }
        int undo = One(input, Key.Backspace), clear = One(input, Key.Delete), head = One(input, Key.H), export = One(input, Key.E),
            add = One(input, Key.A);
        foreach (ref var chunk in frame.World.Query(in All))
        {
            foreach (var i in chunk)
            {
                ref var teach = ref chunk.Get<Teach>(i);
                if (pressed > 0)
                    teach.Chosen = pressed;
                // What shows without a key, such as a button, is left alone; a key that is up again within the frame shows one picture.
                if (pressed > 0 && held == pressed)
                    teach.Showing = pressed;
                else if (pressed > 0)
                    teach.Adds++;
                else if (teach.Showing is > 0 and <= Numbers && input.WasReleased(Key.Number0 + teach.Showing))
                    teach.Showing = held;
                if (undo + clear + head + export + add == 0)
                    continue;
                teach.Undos += undo;
                teach.Clears += clear;
                teach.Exports += export;
                teach.Adds += add;
                teach.Head = (TeachHead)(((int)teach.Head + head) % Heads);
            }
        }
    }

    private static readonly int Heads = Enum.GetValues<TeachHead>().Length;

    private static int One(Input input, Key key) => input.WasPressed(key) ? 1 : 0;

    // Where a line is there already, nothing is added.
    private static void Tell(KeyHelp help)
    {
        for (var i = 0; i < help.Lines.Count; i++)
        {
            if (help.Lines[i].What == Show)
                return;
        }
        help.Add("1…9", Show);
        help.Add("A", "one more of it");
        help.Add("Backspace", "undo");
        help.Add("Delete", "clear the class");
        help.Add("H", "next head");
        help.Add("E", "export");
    }
}
