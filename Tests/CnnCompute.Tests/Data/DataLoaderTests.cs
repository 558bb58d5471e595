// The loader: same batches on any number of threads, every sample once, no hanging.
namespace CnnCompute.Tests;

public sealed class DataLoaderTests
{
    // Picture i is full of the byte i; label i % 10; a sample may be broken or slow.
    private sealed class Numbers(int count, int broken = -1, ManualResetEventSlim? block = null) : Dataset
    {
        public override string Name => "numbers";

        public override int Count => count;

        public override int Channels => 3;

        public override int Height => 1;

        public override int Width => 3;

        public override IReadOnlyList<string> Classes { get; } = [.. Enumerable.Range(0, 10).Select(i => $"{i}")];

        public override void Read(int index, Span<byte> pixels)
        {
            block?.Wait();
            if (index == broken)
                throw new InvalidDataException($"numbers: sample {index} is damaged");
            pixels.Fill((byte)index);
        }

        public override int Label(int index) => index % 10;
    }

    private static List<(int Epoch, int Index, int Count, string Samples, string Labels, string Bytes)> Take(DataLoader loader, int batches) =>
        [.. Enumerable.Range(0, batches).Select(_ => loader.Next()).Select(b =>
            (b.Epoch, b.Index, b.Count, string.Join(",", b.Indices), string.Join(",", b.Labels), Convert.ToHexString(b.Bytes)))];

    [Test]
    public void A_batch_that_no_buffer_holds_is_refused_with_its_numbers() =>
        Assert.That(() => new Batch(65536, 3 << 20), Throws.ArgumentException.With.Message.Contains("65,536 pictures of 3,145,728 bytes"));

    [Test]
    public void Batches_do_not_depend_on_the_number_of_threads()
    {
        using var one = new DataLoader(new Numbers(100), 8, shuffle: true, seed: 3, workers: 1);
        var expected = Take(one, 40);
        foreach (var (workers, prefetch) in new[] { (2, 2), (3, 4), (8, 16) })
        {
            using var many = new DataLoader(new Numbers(100), 8, shuffle: true, seed: 3, workers: workers, prefetch: prefetch);
            Assert.That(Take(many, 40), Is.EqualTo(expected), $"{workers} workers");
        }
    }

    [Test]
    public void An_epoch_covers_ten_thousand_samples_exactly_once_with_padding()
    {
        using var loader = new DataLoader(new Numbers(10000), 64, shuffle: true, seed: 1, workers: 2);
        Assert.That(loader.BatchesPerEpoch, Is.EqualTo(157));
        foreach (var epoch in new[] { 0, 1 })
        {
            var seen = new List<int>();
            foreach (var batch in loader.Epoch(epoch))
            {
                seen.AddRange(batch.Indices.AsSpan(0, batch.Count));
                for (var i = 0; i < 64; i++)
                {
                    var real = i < batch.Count;
                    Assert.That((batch.Labels[i], batch.Indices[i] >= 0), Is.EqualTo((real ? batch.Indices[i] % 10 : -1, real)));
                    Assert.That(batch.Bytes[i * 9], Is.EqualTo(real ? (byte)batch.Indices[i] : 0));
                }
                Assert.That(batch.Count, Is.EqualTo(batch.Index == 156 ? 16 : 64));
            }
            Assert.That(seen.Order(), Is.EqualTo(Enumerable.Range(0, 10000)));
        }
    }

    [Test]
    public void Without_shuffling_the_order_is_the_data_sets()
    {
        using var loader = new DataLoader(new Numbers(10), 4, dropLast: true);
        Assert.That(Take(loader, 3).Select(b => b.Samples), Is.EqualTo(["0,1,2,3", "4,5,6,7", "0,1,2,3"]));
    }

    [Test]
    public void Seek_continues_in_the_middle_of_an_epoch_as_if_all_before_had_been_read()
    {
        using var straight = new DataLoader(new Numbers(50), 8, shuffle: true, seed: 9);
        var expected = Take(straight, 30)[17..];
        using var resumed = new DataLoader(new Numbers(50), 8, shuffle: true, seed: 9, workers: 2);
        Take(resumed, 3);
        resumed.Seek(epoch: 2, batch: 3);
        Assert.That(Take(resumed, 13), Is.EqualTo(expected));
    }

    [Test]
    public void A_lent_batch_stays_untouched_while_the_ring_fills()
    {
        using var loader = new DataLoader(new Numbers(1000), 10, workers: 3, prefetch: 3);
        for (var i = 0; i < 200; i++)
        {
            var batch = loader.Next();
            var copy = batch.Bytes.ToArray();
            Thread.Yield();
            Assert.That(batch.Bytes, Is.EqualTo(copy));
            Assert.That(batch.Indices[0], Is.EqualTo(i % 100 * 10));
        }
    }

    [Test]
    public void An_error_of_a_worker_surfaces_after_the_good_batches()
    {
        using var loader = new DataLoader(new Numbers(100, broken: 35), 10, workers: 2);
        Assert.That(Take(loader, 3), Has.Count.EqualTo(3));
        Assert.That(() => loader.Next(), Throws.InstanceOf<InvalidDataException>().With.Message.EqualTo("numbers: sample 35 is damaged"));
        Assert.That(() => loader.Next(), Throws.InstanceOf<InvalidDataException>());
        loader.Seek(0);
        Assert.That(loader.Next().Indices[0], Is.EqualTo(0));
    }

    [Test]
    public void Its_use_says_who_waited_for_whom()
    {
        using var release = new ManualResetEventSlim();
        using var loader = new DataLoader(new Numbers(100, block: release), 10, workers: 2);
        Assert.That(loader.Use, Is.EqualTo(new LoaderUse(2, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero)));
        var waiting = Task.Run(() => loader.Next());
        SpinWait.SpinUntil(() => loader.Use.Waited > TimeSpan.FromMilliseconds(30), TimeSpan.FromSeconds(20));
        release.Set();
        waiting.Wait();
        var use = loader.Use;
        Assert.That(use.Waited, Is.GreaterThan(TimeSpan.FromMilliseconds(30)).And.LessThanOrEqualTo(use.Elapsed));
        Assert.That(use.Busy, Is.GreaterThan(TimeSpan.FromMilliseconds(30)), "blocked in reading is busy");
        Assert.That((use.BusyShare, use.WaitedShare), Is.EqualTo((use.Busy / (2 * use.Elapsed), use.Waited / use.Elapsed)));
        Assert.That((loader.Use - use).Elapsed, Is.LessThan(loader.Use.Elapsed));
        Assert.That(use.ToString(), Does.StartWith("2 loader threads busy "));
    }

    [Test]
    public void Without_a_number_of_threads_there_are_as_many_as_samples_need()
    {
        using var decoding = new DataLoader(new Numbers(100), 10);
        using var copying = new DataLoader(new MemoryDataset("two", (1, 1, 1), ["a"], [[1], [2]], [0, 0]), 2);
        using var numbers = new DataLoader(new Numbers(100), 10, pixels: false);
        Assert.That((decoding.Workers, copying.Workers, numbers.Workers), Is.EqualTo((Environment.ProcessorCount, 1, 1)));
        Assert.That(() => new DataLoader(new SubsetDataset("none", decoding.Dataset, []), 1), Throws.ArgumentException.With.Message.Contains("none"));
    }

    [Test]
    public void Cancelling_and_disposing_end_a_wait()
    {
        using var block = new ManualResetEventSlim();
        using var cancel = new CancellationTokenSource();
        var loader = new DataLoader(new Numbers(100, block: block), 10);
        Assert.That(loader.TryNext(out _), Is.False);
        cancel.CancelAfter(30);
        Assert.That(() => loader.Next(cancel.Token), Throws.InstanceOf<OperationCanceledException>());
        var waiting = Task.Run(() => loader.Next(CancellationToken.None));
        var disposing = Task.Run(loader.Dispose);
        Assert.That(async () => await waiting, Throws.InstanceOf<ObjectDisposedException>());
        block.Set();
        Assert.That(disposing.Wait(TimeSpan.FromSeconds(20)), Is.True);
    }

    [Test]
    public void Nothing_is_allocated_per_batch()
    {
        var numbers = new Numbers(64000);
        Nothing_is_allocated_per_batch_of(new DataLoader(numbers, 64, shuffle: true, workers: 1));
        Nothing_is_allocated_per_batch_of(new DataLoader(numbers, 64, sampler: new BalancedSampler(numbers, 1), workers: 2, pixels: false));
    }

    private static void Nothing_is_allocated_per_batch_of(DataLoader made)
    {
        using var loader = made;
        loader.Next();
        for (var i = 0; i < 20; i++)
            loader.Next();
        var before = GC.GetTotalAllocatedBytes(precise: true);
        for (var i = 0; i < 900; i++)
            loader.Next();
        Assert.That(GC.GetTotalAllocatedBytes(precise: true) - before, Is.LessThan(50_000));
    }
}
