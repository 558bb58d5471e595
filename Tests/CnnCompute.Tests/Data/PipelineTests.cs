// Pipelines: the same items in every pass, whatever threads do; errors, cancelling, leaving.
namespace CnnCompute.Tests;

public sealed class PipelineTests
{
    private static IEnumerable<int> Numbers(int count) => Enumerable.Range(0, count);

    [Test]
    public void Map_keeps_the_order_on_any_number_of_threads_and_passes_repeat()
    {
        var sum = 0;
        foreach (var (workers, ahead) in new[] { (1, 1), (2, 0), (8, 3), (3, 50) })
        {
            var squares = Pipeline.Of(Numbers(500)).Map(i => Interlocked.Increment(ref sum) > 0 ? i * i : -1, workers, ahead);
            Assert.That(squares, Is.EqualTo(Numbers(500).Select(i => i * i)), $"{workers} workers");
            Assert.That(squares, Is.EqualTo(Numbers(500).Select(i => i * i)));
        }
        Assert.That(sum, Is.EqualTo(4000));
        Assert.That(Pipeline.Of(Numbers(0)).Map(i => i).Prefetch(3), Is.Empty);
    }

    [Test]
    public void Map_really_works_at_once_and_no_further_ahead_than_allowed()
    {
        using var both = new Barrier(2);
        Assert.That(Pipeline.Of(Numbers(2)).Map(i => both.SignalAndWait(TimeSpan.FromSeconds(20)), workers: 2), Is.All.True);
        var begun = 0;
        using var pass = Pipeline.Of(Numbers(1000)).Map(i => Interlocked.Increment(ref begun), workers: 3, ahead: 5).GetEnumerator();
        pass.MoveNext();
        SpinWait.SpinUntil(() => Volatile.Read(ref begun) >= 6, TimeSpan.FromSeconds(20));
        Assert.That(Volatile.Read(ref begun), Is.EqualTo(6), "one taken, five ahead");
    }

    [Test]
    public void Shuffle_gives_every_item_once_in_an_order_of_seed_and_epoch()
    {
        List<int> Order(int buffer, ulong seed, long epoch) => [.. Pipeline.Of(Numbers(100)).Shuffle(buffer, seed).Epoch(epoch)];
        Assert.That(Order(100, 1, 0).Order(), Is.EqualTo(Numbers(100)));
        var again = Order(100, 1, 0);
        Assert.That(Order(100, 1, 0), Is.Not.EqualTo(Numbers(100)).And.EqualTo(again));
        Assert.That(Order(100, 1, 0), Is.Not.EqualTo(Order(100, 1, 1)).And.Not.EqualTo(Order(100, 2, 0)));
        Assert.That(Order(1, 1, 0), Is.EqualTo(Numbers(100)), "nothing to choose from");
        var near = Order(8, 3, 0);
        Assert.That(near.Select((item, at) => item - at).Max(), Is.LessThan(8), "none comes from beyond the buffer");
    }

    [Test]
    public void Shuffling_is_even()
    {
        // Which of ten comes first, over many epochs.
        var first = new int[10];
        for (var epoch = 0; epoch < 5000; epoch++)
            first[Pipeline.Of(Numbers(10)).Shuffle(10, 7).Epoch(epoch).First()]++;
        Assert.That(first, Is.All.InRange(400, 600));
    }

    [Test]
    public void Batch_repeat_and_epochs_follow_each_other()
    {
        Assert.That(Pipeline.Of(Numbers(7)).Batch(3).Select(b => string.Join(",", b)), Is.EqualTo(["0,1,2", "3,4,5", "6"]));
        Assert.That(Pipeline.Of(Numbers(7)).Batch(3, dropLast: true).Count(), Is.EqualTo(2));
        var epochs = Pipeline.Of(epoch => Numbers(2).Select(i => (epoch * 10) + i));
        Assert.That(epochs.Repeat(3).Epoch(1), Is.EqualTo([30, 31, 40, 41, 50, 51]));
        Assert.That(epochs.Repeat().Epoch(4).Take(5), Is.EqualTo([40, 41, 50, 51, 60]));
        Assert.That(Pipeline.Of(Numbers(0)).Repeat(), Is.Empty);
    }

    [Test]
    public void Cache_computes_once_and_only_a_whole_pass_is_kept()
    {
        var computed = 0;
        var cached = Pipeline.Of(Numbers(10)).Map(i => Interlocked.Increment(ref computed) > 0 ? -i : 1, 2).Cache();
        Assert.That(cached.Take(3), Is.EqualTo([0, -1, -2]));
        Assert.That(cached, Is.EqualTo(Numbers(10).Select(i => -i)), "what was left early is computed again");
        var before = computed;
        Assert.That(cached.Shuffle(10, 5).Epoch(3).Order(), Is.EqualTo(Numbers(10).Select(i => -i).Order()));
        Assert.That(computed, Is.EqualTo(before));
    }

    [Test]
    public void An_error_surfaces_at_its_item_after_those_before_it()
    {
        var seen = new List<int>();
        var broken = Pipeline.Of(Numbers(100)).Map(i => i == 20 ? throw new InvalidDataException("item 20 is damaged") : i, workers: 4).Prefetch(3);
        Assert.That(() =>
        {
            foreach (var item in broken)
                seen.Add(item);
        }, Throws.InstanceOf<InvalidDataException>().With.Message.EqualTo("item 20 is damaged"));
        Assert.That(seen, Is.EqualTo(Numbers(20)));
        static IEnumerable<int> Ends()
        {
            yield return 1;
            throw new IOException("the source ends");
        }
        Assert.That(() => Pipeline.Of(Ends()).Map(i => i, 3).ToList(), Throws.InstanceOf<IOException>().With.Message.EqualTo("the source ends"));
    }

    [Test]
    public void Cancelling_ends_a_wait_and_leaving_joins_the_threads()
    {
        using var cancel = new CancellationTokenSource();
        using var release = new ManualResetEventSlim();
        var waiting = Task.Run(() => Pipeline.Of(Numbers(5)).Map(i =>
        {
            if (i == 2)
                release.Wait(cancel.Token);
            return i;
        }).Map(i => i, 2).Epoch(0, cancel.Token).ToList());
        cancel.CancelAfter(30);
        Assert.That(async () => await waiting, Throws.InstanceOf<OperationCanceledException>());

        var inside = 0;
        var endless = Pipeline.Of(Numbers(int.MaxValue)).Map(i =>
        {
            Interlocked.Increment(ref inside);
            Thread.Yield();
            Interlocked.Decrement(ref inside);
            return i;
        }, workers: 4).Batch(2).Prefetch(2);
        Assert.That(endless.First(), Is.EqualTo([0, 1]));
        Assert.That(Volatile.Read(ref inside), Is.Zero, "no thread is left");
    }
}
