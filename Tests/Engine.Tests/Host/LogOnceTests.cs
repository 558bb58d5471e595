// What is told once, and what telling nothing costs.
namespace Engine.Tests;

public sealed class LogOnceTests
{
    private readonly List<string> told = [];
    private readonly LogOnce once = new();
    private Action<LogLevel, string> before = null!;

    [SetUp]
    public void Listen()
    {
        told.Clear();
        once.Forget();
        before = Log.Sink;
        Log.Sink = (level, message) => told.Add($"{level}: {message}");
    }

    [TearDown]
    public void Restore() => Log.Sink = before;

    [Test]
    public void A_message_is_told_the_first_time()
    {
        Assert.That((once.Warning("rain"), once.Warning("rain"), once.Warning("snow")), Is.EqualTo((true, false, true)));
        Assert.That(told, Is.EqualTo(["Warning: rain", "Warning: snow"]));
        once.Forget();
        Assert.That(once.Warning("rain"), Is.True);
    }

    [Test]
    public void Of_a_topic_one_message_is_told_until_it_is_forgotten()
    {
        for (var day = 1; day <= 3; day++)
            once.Warning("weather", $"rain on day {day}");
        once.Forget("weather");
        once.Warning("weather", $"rain on day {4}");
        Assert.That(told, Is.EqualTo(["Warning: rain on day 1", "Warning: rain on day 4"]));
    }

    [Test]
    public void Telling_nothing_allocates_nothing()
    {
        once.Warning("weather", $"rain");
        long allocated = -1;
        for (var window = 0; window < 3 && allocated != 0; window++)
        {
            var start = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 1000; i++)
                once.Warning("weather", $"rain on day {Made(i)}");
            allocated = GC.GetAllocatedBytesForCurrentThread() - start;
        }
        Assert.That(allocated, Is.Zero);

        static string Made(int day) => throw new InvalidOperationException($"day {day} was asked for");
    }
}
