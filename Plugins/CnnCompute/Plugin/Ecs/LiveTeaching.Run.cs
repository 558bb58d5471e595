// What a camera that is taught does in a frame.
using Engine;

namespace CnnCompute;

internal sealed partial class LiveTeaching
{
    private const double SecondsPerExample = 1 / 8.0;
    private const int SlicesAtOnce = 8;
    private const string NoImage = "image";

    private readonly Queue<int> forgotten = new();
    private long begun = -1, shown = -1, known = -1;
    private int roundClass = -1;
    private StoredExample? roundStored;
    private bool isLive, wasLive;
    private double shownAt = double.NegativeInfinity;

    /// <inheritdoc/>
    public void Run(Frame frame)
    {
        if (!frame.Images.TryGet(wanted.Image, out var image))
        {
            said.Warning(NoImage,
                $"teach {name} looks at the image \"{wanted.Image}\", which nothing in the scene publishes; there are: {frame.Images.List()}");
            return;
        }
        said.Forget(NoImage);
        Obey(frame.Commands);
        while (teaching.TryAnswer(out var run))
            (known, isAnswered) = (run, teaching.Examples.Present > 0);
        if (known > shown)
        {
            shown = known;
            picture.Show(frame.Commands, known);
        }
        kept?.Run();
        Begin();
        if (teaching.IsLooking || BeginRound(frame, image))
        {
            if (teaching.Advance(frame.Commands, looking))
                EndRound(frame.Commands);
        }
        teaching.Improve(frame.Commands, wanted.Head, learning);
        sheet.Run(frame.Commands, teaching.Examples, wanted.Chosen);
        TakeExport();
    }

    // What has to be learnt and what is looked at share the frame's time.
    private void Begin()
    {
        var (all, isShared) = (wanted.Budget, teaching.HasWork(wanted.Head));
        if (all <= 0)
        {
            looking.Begin(int.MaxValue);
            learning.Begin(SlicesAtOnce);
        }
        else if (app.IsDeterministic)
        {
            var slices = Math.Max(1, (int)(all / sliceMilliseconds));
            looking.Begin(slices);
            learning.Begin(slices);
        }
        else
        {
            looking.Begin(isShared ? all / 2.0 : all);
            learning.Begin(all / 2.0);
        }
    }

    private void Obey(Commands commands)
    {
        while (forgotten.TryDequeue(out var index))
        {
            foreach (var example in teaching.Clear(commands, index))
                kept?.Forget(example);
            sheet.Clear(index);
        }
        for (; undos > 0; undos--)
        {
            if (teaching.Undo(commands) is { } last)
                kept?.Remove(last);
        }
        while (clears.TryDequeue(out var index))
        {
            foreach (var example in teaching.Clear(commands, index))
                kept?.Remove(example);
            sheet.Clear(index);
        }
        if (exports > 0)
            BeginExport(commands);
        if (teaching.Examples.Present == 0)
            isAnswered = false;
    }

    // Stored examples and live pictures take turns, so that answers go on meanwhile.
    private bool BeginRound(Frame frame, GpuImage image)
    {
        var isFree = begun - shown < LatePicture.Most;
        if ((wasLive || !isFree) && kept is not null && kept.TryTake(app.IsDeterministic, out var stored, out var index, out var rgba))
        {
            (wasLive, isLive, roundStored, roundClass) = (false, false, stored, index);
            teaching.Look(frame.Commands, rgba);
            return true;
        }
        wasLive = true;
        if (!isFree)
            return false;
        (isLive, roundStored, roundClass) = (true, null, Shown(frame.Time));
        begun++;
        teaching.Look(frame.Commands, image, wanted.Crop);
        picture.Keep(frame.Commands, image, begun);
        if (shown < 0)
            picture.Show(frame.Commands, begun);
        return true;
    }

    // The class that the picture is an example of; -1 for none. A press gives one at least.
    private int Shown(double time)
    {
        if (adds.TryDequeue(out var index))
        {
            shownAt = time;
            return Math.Min(index, MostNamed - 1);
        }
        if (wanted.Showing <= 0 || time - shownAt < SecondsPerExample)
            return -1;
        shownAt = time;
        return Math.Min(wanted.Showing, MostNamed) - 1;
    }

    private void EndRound(Commands commands)
    {
        if (roundClass >= 0)
        {
            var example = teaching.Learn(commands, roundClass, kept?.NextPicture() ?? -1);
            sheet.Keep(commands, example);
            NameOf(roundClass);
            if (roundStored is not null)
                kept!.Took(example, roundStored);
            else
                kept?.Keep(commands, example);
        }
        if (isLive && !teaching.Ask(commands, begun))
            known = begun;
    }

    private void BeginExport(Commands commands)
    {
        (exports, isExporting) = (0, teaching.Examples.Present >= 2);
        if (isExporting)
            teaching.ReadHead(commands, wanted.Head);
        else
            (note, exportTo) = ("a model tells classes apart: show two at least before it is written", null);
    }

    private void TakeExport()
    {
        if (teaching.TryTakeHead() is not { } head)
            return;
        Write(head);
        isExporting = false;
    }

    // What a task holds on to is made when it is called, which is not in every frame.
    private void Write(TaughtHead head)
    {
        var path = exportTo ?? (wanted.Export.Length > 0 ? wanted.Export
            : wanted.Out.Length > 0 ? $"{wanted.Out.TrimEnd('/')}.onnx" : Path.Combine("out", $"{name}.onnx"));
        exportTo = null;
        string[] called = [.. names];
        var threshold = Threshold;
        note = "writing the model…";
        saving = saving.ContinueWith(
            _ => Save(head, path, called, threshold), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    private void Save(TaughtHead head, string path, string[] called, float threshold)
    {
        try
        {
            // Its trunk is that of running plans, and of others that are being compiled.
            lock (app.Compiling)
                head.Save(path, called, threshold);
            note = $"written: {path}{(head.Kind == TeachHead.Knn ? ", by the examples' means" : "")}";
            Log.Information($"teach {name}: {note}; ./cnn classify PICTURE --model {path} takes it");
        }
        catch (Exception error) when (InputError.Is(error))
        {
            note = $"not written: {InputError.Sentence(error).TrimEnd('.')}";
            Log.Warning($"teach {name}: {note}");
        }
    }
}
