// What takes longer than a frame before the scene can go on: it is said at once, and the window can be closed meanwhile.
using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace Engine;

/// <summary>
/// Runs work apart while the frame's thread, which waits for it, attends to the window: it says what is being loaded, follows the window's size, and
/// hears that it is closed, or Esc. Nothing else of the app runs meanwhile, so the work may use all of it. Without a window it is done
/// right here.
/// </summary>
/// <param name="app">Whose.</param>
/// <param name="window">Its window; null where headless.</param>
/// <param name="show">Brings a picture into the window.</param>
internal sealed class Loading(App app, Window? window, Action show)
{
    // What is done sooner is not worth a word.
    private const int Patience = 120, Poll = 15;
    private const int StackBytes = 16 << 20;
    private const string Ellipsis = "…";
    private bool busy;

    /// <summary>Runs <paramref name="work"/>, which loads <paramref name="what"/>.</summary>
    /// <exception cref="OperationCanceledException">The window was closed, or the app's cancellation asked for an end.</exception>
    public T Run<T>(string what, Func<T> work)
    {
        // A part of what is being loaded.
        if (busy)
            return work();
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(app.Options.Cancellation);
        var before = app.Gpu.Stopping;
        app.Gpu.Stopping = stopping.Token;
        busy = true;
        try
        {
            if (window is not null)
                return Beside(what, Alone, stopping);
            app.Options.Loading?.Invoke($"loading {what}{Ellipsis}");
            return Alone();
        }
        catch (AggregateException many) when (many.Flatten().InnerExceptions.FirstOrDefault(e => e is OperationCanceledException) is { } cancelled)
        {
            throw cancelled;
        }
        finally
        {
            app.Gpu.Stopping = before;
            busy = false;
        }

        T Alone()
        {
            lock (app.Compiling)
                return work();
        }
    }

    private T Beside<T>(string what, Func<T> work, CancellationTokenSource stopping)
    {
        (T? Made, ExceptionDispatchInfo? Error) result = default;
        var thread = new Thread(
            () =>
            {
                try
                {
                    result.Made = work();
                }
                catch (Exception error)
                {
                    result.Error = ExceptionDispatchInfo.Capture(error);
                }
            },
            StackBytes)
        { IsBackground = true, Name = $"loading {what}" };
        thread.Start();
        if (!thread.Join(Patience))
            Attend(what, thread, stopping);
        result.Error?.Throw();
        return result.Made!;
    }

    private void Attend(string what, Thread thread, CancellationTokenSource stopping)
    {
        var (text, title, size) = ($"loading {what}{Ellipsis}", window!.Title, (0, 0));
        app.Options.Loading?.Invoke(text);
        window.Title = $"{text} – {title}";
        // What the last frame showed stays behind the word.
        var (width, height) = (app.Target.Width, app.Target.Height);
        var last = app.Frames > 0 ? app.Gpu.Download(app.Target.Image) : new byte[width * height * 4];
        var clock = Stopwatch.StartNew();
        app.Input.IsLater = true;
        try
        {
            for (var shown = TimeSpan.Zero; !thread.Join(Poll);)
            {
                window.Poll();
                if ((window.IsClosing || app.Input.IsPressedNow(Key.Escape)) && !stopping.IsCancellationRequested)
                {
                    // Gone from the screen at once; the work ends at its next step.
                    window.IsVisible = false;
                    app.Stop();
                    stopping.Cancel();
                }
                if (stopping.IsCancellationRequested || (size == (window.Width, window.Height) && clock.Elapsed - shown < TimeSpan.FromSeconds(0.5)))
                    continue;
                (size, shown) = ((window.Width, window.Height), clock.Elapsed);
                if (window.Width <= 0 || window.Height <= 0)
                    continue;
                app.Target.Resize(window.Width, window.Height);
                app.Gpu.Upload(app.Target.Image, Picture(text, last, width, height, app.Target.Width, app.Target.Height));
                show();
            }
        }
        finally
        {
            app.Input.IsLater = false;
        }
        window.Title = title;
    }

    private static byte[] Picture(string text, byte[] last, int width, int height, int wide, int high)
    {
        var canvas = new Canvas(wide, high, (16, 19, 26));
        canvas.Draw(last, width, height, (wide - width) / 2, (high - height) / 2);
        var size = Math.Clamp(high / 28f, 12, 32);
        size = Math.Min(size, size * 0.9f * wide / Math.Max(1, Canvas.Measure(text, size)));
        var band = (int)(size * 3);
        canvas.Fill(0, (high - band) / 2, wide, band, (27, 32, 43));
        canvas.Write(text, wide / 2f, (high - (size * 0.7f)) / 2, size, (232, 236, 244), TextAlign.Centre);
        return canvas.Pixels;
    }
}
