// Queries: what they find, by which forms, and that walking over them costs no memory.
using System.Runtime.CompilerServices;
using Arch.Core;

namespace Packages.Tests.ArchPackage;

public sealed class QueryTests
{
    private static readonly QueryDescription positions = new QueryDescription().WithAll<Position>();
    private World world = null!;

    [SetUp]
    public void CreateWorld() => world = World.Create();

    [TearDown]
    public void DestroyWorld() => world.Dispose();

    [Test]
    public void All_any_none_and_exclusive_find_their_archetypes()
    {
        world.Create(new A(1));
        world.Create(new A(2), new B(2));
        world.Create(new A(4), new C(4));
        world.Create(new B(8), new C(8));
        world.Create(new A(16), new B(16), new C(16));

        Assert.That(Ids(new QueryDescription().WithAll<A>()), Is.EqualTo(1 + 2 + 4 + 16));
        Assert.That(Ids(new QueryDescription().WithAll<A, B>()), Is.EqualTo(2 + 16));
        Assert.That(Ids(new QueryDescription().WithAny<B, C>()), Is.EqualTo(2 + 4 + 8 + 16));
        Assert.That(Ids(new QueryDescription().WithAll<A>().WithNone<B>()), Is.EqualTo(1 + 4));
        Assert.That(Ids(new QueryDescription().WithAll<A>().WithAny<B, C>().WithNone<D>()), Is.EqualTo(2 + 4 + 16));
        Assert.That(Ids(new QueryDescription().WithExclusive<A>()), Is.EqualTo(1));
        Assert.That(Ids(new QueryDescription().WithExclusive<C, B>()), Is.EqualTo(8));
        Assert.That(Ids(new QueryDescription()), Is.EqualTo(31));
        Assert.That(Ids(new QueryDescription(all: Component<B>.Signature, none: Component<A>.Signature)), Is.EqualTo(8));

        int Ids(in QueryDescription description)
        {
            var sum = 0;
            world.Query(in description, (Entity e) => sum += world.TryGet(e, out A a) ? a.Value : world.Get<B>(e).Value);
            return sum;
        }
    }

    [Test]
    public void A_kept_query_follows_archetypes_that_appear_later()
    {
        var query = world.Query(in positions);
        Assert.That(world.Query(new QueryDescription().WithAll<Position>()), Is.SameAs(query));
        Assert.That(world.CountEntities(in positions), Is.Zero);
        world.Create(new Position());
        world.Create(new Position(), new Velocity());
        world.Create(new Velocity());
        Assert.That(world.CountEntities(in positions), Is.EqualTo(2));
        var archetypes = 0;
        foreach (var archetype in query.GetArchetypeIterator())
            archetypes += archetype.EntityCount;
        Assert.That(archetypes, Is.EqualTo(2));
    }

    [Test]
    public void Every_form_visits_each_entity_of_thousands_once()
    {
        for (var i = 0; i < 3000; i++)
            world.Create(new Position(i, 0), new Velocity(1, 2));
        for (var i = 0; i < 2000; i++)
            world.Create(new Position(i, 0), new Velocity(1, 2), new Tag());
        var moving = new QueryDescription().WithAll<Position, Velocity>();

        world.Query(in moving, (ref Position p, ref Velocity v) => p.Y += v.X);
        world.Query(in moving, (Entity e, ref Position p) => p.Y += 1);
        world.InlineQuery<Step, Position, Velocity>(in moving);
        var counter = new Count();
        world.InlineEntityQuery<Count, Position>(in moving, ref counter);
        foreach (ref var chunk in world.Query(in moving))
        {
            ref var first = ref chunk.GetFirst<Position>();
            foreach (var i in chunk)
                Unsafe.Add(ref first, i).Y += 10;
        }
        foreach (ref var chunk in world.Query(in moving).GetChunkIterator())
        {
            chunk.GetSpan<Position, Velocity>(out var p, out var v);
            for (var i = 0; i < chunk.Count; i++)
                p[i].Y += 100 * v[i].X;
        }

        Assert.That(counter.Seen, Is.EqualTo(5000));
        var visited = 0;
        world.Query(in moving, (ref Position p) =>
        {
            Assert.That(p.Y, Is.EqualTo(1 + 1 + 2 + 10 + 100));
            visited++;
        });
        Assert.That(visited, Is.EqualTo(5000));

        var entities = new Entity[5001];
        world.GetEntities(in moving, entities, 1);
        Assert.That(entities[1..].Distinct().Count(), Is.EqualTo(5000));
    }

    [Test]
    public void A_whole_query_is_set_extended_reduced_and_destroyed()
    {
        world.Create(300, new A(1));
        world.Create(300, new A(1), new B(1));
        world.Create(100, new B(1));
        var a = new QueryDescription().WithAll<A>();
        world.Set(in a, new A(5));
        world.Add(in a, new C(6));
        world.Add(in a, new Position(1, 1), new Velocity(2, 2));
        world.Remove<B>(in a);
        Assert.That(world.CountEntities(new QueryDescription().WithExclusive<A, C, Position, Velocity>()), Is.EqualTo(600));
        var sum = 0;
        world.Query(in a, (ref A x, ref C c, ref Velocity v) => sum += x.Value + c.Value + (int)v.Y);
        Assert.That(sum, Is.EqualTo(600 * 13));
        world.Destroy(in a);
        Assert.That(world.Size, Is.EqualTo(100));
    }

    [Test]
    public void Structural_changes_during_a_query_are_refused_and_allowed_after_it()
    {
        var entity = world.Create(new A(1));
        var a = new QueryDescription().WithAll<A>();
        var buffer = new Arch.Buffer.CommandBuffer();
        buffer.Remove<A>(entity);
        Action[] changes =
        [
            () => world.Create(new A(2)), () => world.Destroy(entity), () => world.Add(entity, new B(1)), () => world.Remove<A>(entity),
            () => world.Add(entity, new B(1), new C(1)), world.Clear, () => world.Destroy(new QueryDescription()), () => World.Destroy(world),
            () => world.Create(5, new A(1)), () => buffer.Playback(world, dispose: false),
        ];
        foreach (var change in changes)
            Assert.That(() => world.Query(in a, (Entity e) => change()), Throws.InvalidOperationException.With.Message.Contains("CommandBuffer"));
        foreach (ref var chunk in world.Query(in a))
        {
            Assert.That(() => world.Create(), Throws.InvalidOperationException);
            world.Set(entity, new A(3));
            break;
        }
        world.Add(entity, new B(1));
        Assert.That(world.Get<A>(entity).Value, Is.EqualTo(3));
    }

    [Test]
    public void Asking_for_a_component_outside_the_description_says_which()
    {
        world.Create(new A(1));
        Assert.That(() => world.Query(new QueryDescription().WithAll<A>(), (ref B b) => b.Value++),
            Throws.InvalidOperationException.With.Message.Contains("without component B").And.Message.Contains("WithAll<B>()"));
    }

    [Test]
    public void Steady_iteration_allocates_no_managed_memory()
    {
        for (var i = 0; i < 2000; i++)
            world.Create(new Position(i, 0), new Velocity(1, 1));
        var moving = new QueryDescription().WithAll<Position, Velocity>();
        ForEach<Position, Velocity> step = static (ref Position p, ref Velocity v) => p.X += v.X;
        for (var i = 0; i < 3; i++)
            Frame();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            Frame();
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);

        void Frame()
        {
            world.Query(in moving, step);
            world.InlineQuery<Step, Position, Velocity>(in moving);
            foreach (ref var chunk in world.Query(in moving))
            {
                var p = chunk.GetSpan<Position>();
                for (var i = 0; i < chunk.Count; i++)
                    p[i].X += 1;
            }
            if (world.CountEntities(in moving) != 2000)
                throw new InvalidOperationException();
        }
    }

    [Test]
    public void Eight_components_work_in_every_form()
    {
        var entity = world.Create(
            new A(1), new B(2), new C(3), new D(4), new Health(5), new Position(6, 0), new Velocity(7, 0), new Name("eight"));
        var all = new QueryDescription().WithAll<A, B, C, D, Health, Position, Velocity, Name>();
        float sum = 0;
        world.Query(in all, (Entity e, ref A a, ref B b, ref C c, ref D d, ref Health h, ref Position p, ref Velocity v, ref Name n) =>
            sum += a.Value + b.Value + c.Value + d.Value + h.Points + p.X + v.X + n.Text.Length);
        Assert.That(sum, Is.EqualTo(33));
        world.Set(entity, new A(10), new B(20), new C(30), new D(40), new Health(50), new Position(60, 0), new Velocity(70, 0), new Name(""));
        var (a8, b8, c8, d8, h8, p8, v8, n8) = world.Get<A, B, C, D, Health, Position, Velocity, Name>(entity);
        Assert.That((a8.Value, b8.Value, c8.Value, d8.Value, h8.Points, p8.X, v8.X, n8.Text), Is.EqualTo((10, 20, 30, 40, 50, 60f, 70f, "")));
        Assert.That(world.Has<A, B, C, D, Health, Position, Velocity, Name>(entity), Is.True);
        world.Remove<A, B, C, D, Health, Position, Velocity, Name>(entity);
        Assert.That(world.GetSignature(entity).Count, Is.Zero);
        Assert.That(world.Has<A, B, C, D, Health, Position, Velocity, Tag>(entity), Is.False);
    }

    private struct Step : IForEach<Position, Velocity>
    {
        public readonly void Update(ref Position t0, ref Velocity t1) => t0.Y += t1.Y;
    }

    private struct Count : IForEachWithEntity<Position>
    {
        public int Seen;

        public void Update(Entity entity, ref Position t0) => Seen++;
    }
}
