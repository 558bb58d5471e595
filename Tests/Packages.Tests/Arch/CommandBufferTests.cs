// Recorded changes: their order by kind, placeholders, reuse.
using Arch.Buffer;
using Arch.Core;
using Arch.Core.Extensions;

namespace Packages.Tests.ArchPackage;

public sealed class CommandBufferTests
{
    private World world = null!;

    [SetUp]
    public void CreateWorld() => world = World.Create();

    [TearDown]
    public void DestroyWorld() => world.Dispose();

    [Test]
    public void Commands_play_back_by_kind_not_in_the_order_recorded()
    {
        var kept = world.Create(new A(1));
        var gone = world.Create(new A(2));
        using var buffer = new CommandBuffer();
        buffer.Destroy(gone);
        buffer.Set(gone, new A(9));
        buffer.Remove<B>(kept);
        buffer.Set(kept, new B(3));
        buffer.Add<B>(kept);
        buffer.Add(kept, new C(4));
        var placeholder = buffer.Create([typeof(A), typeof(D)]);
        buffer.Set(placeholder, new D(7));
        Assert.That(buffer.Size, Is.EqualTo(3));
        Assert.That((placeholder.Id < 0, placeholder.WorldId), Is.EqualTo((true, -1)));
        Assert.That(placeholder.IsAlive(), Is.False);

        buffer.Playback(world);
        Assert.That(buffer.Size, Is.Zero);
        Assert.That(gone.IsAlive(), Is.False);
        Assert.That(kept.Has<B>(), Is.False);
        Assert.That(kept.Get<C>().Value, Is.EqualTo(4));
        var found = 0;
        world.Query(new QueryDescription().WithExclusive<A, D>(), (ref D d) => found += d.Value);
        Assert.That(found, Is.EqualTo(7));
    }

    [Test]
    public void A_buffer_kept_plays_back_again()
    {
        var buffer = new CommandBuffer();
        buffer.Add(buffer.Create([typeof(A)]), new B(2));
        buffer.Playback(world, dispose: false);
        buffer.Playback(world, dispose: true);
        buffer.Playback(world);
        Assert.That(world.CountEntities(new QueryDescription().WithAll<A, B>()), Is.EqualTo(2));
    }

    [Test]
    public void Changes_are_recorded_during_a_query_and_applied_after_it()
    {
        for (var i = 0; i < 2500; i++)
            world.Create(new A(i));
        using var buffer = new CommandBuffer();
        world.Query(new QueryDescription().WithAll<A>(), (Entity e, ref A a) =>
        {
            if (a.Value % 2 == 0)
                buffer.Destroy(in e);
            else
                buffer.Add(in e, new B(a.Value));
        });
        buffer.Playback(world);
        var seen = 0;
        world.Query(new QueryDescription().WithAll<A, B>(), (ref A a, ref B b) =>
        {
            Assert.That(b.Value, Is.EqualTo(a.Value));
            seen++;
        });
        Assert.That((seen, world.Size), Is.EqualTo((1250, 1250)));
    }

    [Test]
    public void Foreign_placeholders_and_dead_entities_are_refused()
    {
        using var first = new CommandBuffer();
        using var second = new CommandBuffer();
        var placeholder = first.Create([typeof(A)]);
        Assert.That(() => second.Set(placeholder, new A(1)), Throws.InvalidOperationException.With.Message.Contains("placeholder"));
        var entity = world.Create(new A(1));
        second.Set(entity, new A(2));
        world.Destroy(entity);
        Assert.That(() => second.Playback(world), Throws.InvalidOperationException.With.Message.Contains("not alive"));
        Assert.That(second.Size, Is.Zero);
    }
}
