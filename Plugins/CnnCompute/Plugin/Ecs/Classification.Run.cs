// What a classifier does in a frame: begin with a picture, and show what is known, all of one picture at once.
using Engine;

namespace CnnCompute;

public sealed partial class Classification
{
    private static readonly QueryDescription HeatMaps = new QueryDescription().WithAll<Saliency, SaliencyView>();
    private readonly PictureInfo[] about = new PictureInfo[LatePicture.Most];
    private long known = -1;

    /// <summary>The number of the picture that was begun with last, from 0; -1 before.</summary>
    internal long Begun { get; private set; } = -1;

    /// <summary>The number of the picture whose scores, maps and picture are shown.</summary>
    internal long Shown { get; private set; } = -1;

    /// <summary>The frame in which it began with the newest picture: what explains it begins in the same one.</summary>
    internal long BegunIn { get; private set; } = -1;

    /// <inheritdoc/>
    public void Run(Frame frame)
    {
        if (!images.TryGet(wanted.Image, out var image))
        {
            // The scene was edited: its source is gone.
            said.Warning(wanted.Image,
                $"classifier {Plan.Name} looks at the image \"{wanted.Image}\", which nothing in the scene publishes; there are: {images.List()}");
            return;
        }
        said.Forget(wanted.Image);
        if (!ReferenceEquals(image, source))
        {
            Plan.Rebind((ImageKey, image));
            source = image;
        }
        while (arrived.Length > 0 && Plan.TryRead(OutputKey, arrived, out var run))
            known = run;
        // Heat maps of this classifier and its scores are shown together, so the faster one waits for the slower.
        var (isExplained, waits) = Explained(frame);
        if (known > Shown && !waits)
            Show(frame, known);
        if (!Plan.IsRunning)
        {
            if (isExplained ? Shown < Begun : Begun - Shown >= LatePicture.Most)
                return;
            Begin(frame, image);
        }
        if (!frame.Advance(Plan, wanted.Budget))
            return;
        foreach (var (made, late) in maps)
            late.Keep(frame.Commands, made, Begun);
        if (arrived.Length > 0)
            Plan.Read(frame.Commands, Begun);
        else
            known = Begun;
    }

    private void Begin(Frame frame, GpuImage image)
    {
        Begun++;
        BegunIn = frame.Index;
        about[Begun % LatePicture.Most] = frame.World.PicturesOf(wanted.Truth) is { } pictures ? truth.Of(pictures) : Unknown;
        picture.Keep(frame.Commands, image, Begun);
        // Until something is known about a picture there is no other to be shown.
        if (Shown < 0)
            picture.Show(frame.Commands, Begun);
    }

    private void Show(Frame frame, long run)
    {
        Shown = run;
        picture.Show(frame.Commands, run);
        foreach (var (_, late) in maps)
            late.Show(frame.Commands, run);
        if (arrived.Length == 0)
            return;
        arrived.CopyTo(Probabilities.AsSpan());
        Take(about[run % LatePicture.Most]);
    }

    private (bool IsExplained, bool Waits) Explained(Frame frame)
    {
        var (isExplained, waits) = (false, false);
        foreach (ref var chunk in frame.World.Query(in HeatMaps))
        {
            foreach (var i in chunk)
            {
                var view = chunk.Get<SaliencyView>(i);
                if (chunk.Get<Saliency>(i).Classifier != entity || !view.Follows(frame))
                    continue;
                isExplained = true;
                waits |= view.IsBusyWith(this, known);
            }
        }
        return (isExplained, waits);
    }

    private void Take(PictureInfo picture)
    {
        Picture = picture;
        Results++;
        NoteNaN();
        if (picture.Label < 0 || picture.Index == counted)
            return;
        counted = picture.Index;
        Judged++;
        if (Best == picture.Label)
            Right++;
    }
}
