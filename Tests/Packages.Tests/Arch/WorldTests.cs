// Entities and their components through archetype moves, recycling and many chunks.
using Arch.Core;
using Arch.Core.Extensions;

namespace Packages.Tests.ArchPackage;

public sealed class WorldTests
{
    private World world = null!;

    [SetUp]
    public void CreateWorld() => world = World.Create();

    [TearDown]
    public void DestroyWorld() => world.Dispose();

    [Test]
    public void Components_keep_their_values_through_every_archetype_move()
    {
        var inventory = new Inventory();
        var entity = world.Create(new Position(1, 2), new Name("crate"));
        world.Add(entity, new Velocity(3, 4));
        entity.Add(inventory);
        world.Add<Tag>(entity);
        world.Remove<Velocity>(entity);
        entity.Add(new Health(7), new A(8), new B(9));
        world.Remove<Health, B>(entity);

        Assert.That(world.Get<Position>(entity), Is.EqualTo(new Position(1, 2)));
        Assert.That(entity.Get<Name>().Text, Is.EqualTo("crate"));
        Assert.That(entity.Get<Inventory>(), Is.SameAs(inventory));
        Assert.That(entity.Get<A>().Value, Is.EqualTo(8));
        Assert.That(entity.Has<Tag>(), Is.True);
        Assert.That(world.Has<Velocity>(entity) || world.Has<Health>(entity) || world.Has<B>(entity), Is.False);
        Assert.That(world.GetAllComponents(entity), Has.Length.EqualTo(5));
    }

    [Test]
    public void Removing_one_entity_leaves_the_values_of_all_others_across_chunks()
    {
        var entities = new Entity[5000];
        for (var i = 0; i < entities.Length; i++)
            entities[i] = world.Create(new Position(i, -i), new Name($"n{i}"));
        Assert.That(world.GetArchetype(entities[0]).ChunkCount, Is.GreaterThan(5));
        for (var i = 0; i < entities.Length; i += 3)
            world.Destroy(entities[i]);
        for (var i = 1; i < entities.Length; i += 3)
            world.Add(entities[i], new Health(i));

        Assert.That(world.Size, Is.EqualTo(3333));
        for (var i = 0; i < entities.Length; i++)
        {
            Assert.That(world.IsAlive(entities[i]), Is.EqualTo(i % 3 != 0));
            if (i % 3 == 0)
                continue;
            Assert.That(world.Get<Position>(entities[i]), Is.EqualTo(new Position(i, -i)));
            Assert.That(world.Get<Name>(entities[i]).Text, Is.EqualTo($"n{i}"));
            Assert.That(world.TryGet(entities[i], out Health health), Is.EqualTo(i % 3 == 1));
            if (i % 3 == 1)
                Assert.That(health.Points, Is.EqualTo(i));
        }
    }

    [Test]
    public void A_chunk_holds_sixteen_kilobytes_or_the_minimum_number_of_entities()
    {
        var small = world.GetArchetype(world.Create(new Position()));
        Assert.That(small.ChunkSize, Is.EqualTo(16384));
        Assert.That(small.EntitiesPerChunk, Is.EqualTo(16384 / (12 + 8)));
        using var coarse = World.Create(chunkSizeInBytes: 64, minimumAmountOfEntitiesPerChunk: 50);
        Assert.That(coarse.GetArchetype(coarse.Create(new Position())).EntitiesPerChunk, Is.GreaterThanOrEqualTo(50));
    }

    [Test]
    public void A_recycled_id_gets_a_higher_version_and_old_handles_stay_dead()
    {
        var first = world.Create(new Position(1, 1));
        world.Destroy(first);
        var second = world.Create(new Position(2, 2));
        Assert.That(second.Id, Is.EqualTo(first.Id));
        Assert.That(second.Version, Is.GreaterThan(first.Version));
        Assert.That(world.IsAlive(first), Is.False);
        Assert.That(first.IsAlive(), Is.False);
        Assert.That(second.IsAlive(), Is.True);
        Assert.That(() => world.Get<Position>(first), Throws.InvalidOperationException.With.Message.Contains("not alive"));
    }

    [Test]
    public void A_new_entity_never_sees_the_values_of_a_destroyed_one()
    {
        var old = world.Create(new Position(5, 5), new Name("old"));
        world.Destroy(old);
        var fresh = world.Create([typeof(Position), typeof(Name)]);
        Assert.That(fresh.Get<Position>(), Is.EqualTo(default(Position)));
        Assert.That(fresh.Get<Name>().Text, Is.Null);
    }

    [Test]
    public void Worlds_are_separate_and_their_ids_are_recycled()
    {
        var other = World.Create();
        var id = other.Id;
        var mine = world.Create(new A(1));
        var theirs = other.Create(new A(2));
        Assert.That(theirs.Get<A>().Value, Is.EqualTo(2));
        Assert.That(other.IsAlive(mine), Is.False);
        Assert.That(() => other.Get<A>(mine), Throws.InvalidOperationException.With.Message.Contains("does not belong"));
        World.Destroy(other);
        Assert.That(World.Worlds[id], Is.Null);
        Assert.That(theirs.IsAlive(), Is.False);
        Assert.That(() => other.Create(new A(1)), Throws.InstanceOf<ObjectDisposedException>());
        using var next = World.Create();
        Assert.That(next.Id, Is.EqualTo(id));
    }

    [Test]
    public void Bulk_creation_clear_and_trimming()
    {
        world.Create(1000, new Position(1, 0), new Velocity(0, 1));
        world.Create<A>(500, new A(3));
        Span<Entity> span = new Entity[10];
        world.Create(span, new Signature(typeof(B)), 10);
        Assert.That(world.Size, Is.EqualTo(1510));
        Assert.That(span[9].Has<B>(), Is.True);
        world.Clear();
        world.TrimExcess();
        Assert.That(world.Size, Is.Zero);
        Assert.That(world.IsAlive(span[0]), Is.False);
        Assert.That(world.CountEntities(new QueryDescription()), Is.Zero);
        Assert.That(world.Create(new A(4)).Get<A>().Value, Is.EqualTo(4));
    }

    [Test]
    public void Add_or_get_adds_once_and_returns_a_reference()
    {
        var entity = world.Create(new A(1));
        world.AddOrGet(entity, new Health(5)).Points += 1;
        entity.AddOrGet(new Health(100)).Points += 1;
        Assert.That(entity.Get<Health>().Points, Is.EqualTo(7));
        ref var health = ref entity.TryGetRef<Health>(out var exists);
        Assert.That(exists, Is.True);
        health.Points = 0;
        Assert.That(entity.Get<Health>().Points, Is.Zero);
        entity.TryGetRef<Position>(out exists);
        Assert.That(exists, Is.False);
    }

    [Test]
    public void Objects_and_run_time_types_reach_the_same_components()
    {
        var entity = world.Create(new A(1));
        world.Add(entity, (object)new Position(1, 2));
        world.Set(entity, (object)new A(9));
        Assert.That(world.Get(entity, typeof(Position)), Is.EqualTo(new Position(1, 2)));
        Assert.That(world.Get<A>(entity).Value, Is.EqualTo(9));
        Assert.That(entity.Has(typeof(B)), Is.False);
        entity.AddRange([new B(2), new Name("x")]);
        Assert.That(world.HasRange(entity, [typeof(B), typeof(Name)]), Is.True);
        world.SetRange(entity, [new B(3)]);
        Assert.That(world.GetRange(entity, [typeof(B), typeof(A)]), Is.EqualTo(new object[] { new B(3), new A(9) }));
        entity.RemoveRange([typeof(B), typeof(Position)]);
        world.Remove(entity, typeof(Name));
        Assert.That(world.GetSignature(entity), Is.EqualTo((Signature)Component<A>.ComponentType));
        Assert.That(() => world.Set(entity, (object)new C(1)), Throws.InvalidOperationException);
    }

    [Test]
    public void Misuse_is_refused_with_a_sentence()
    {
        var entity = world.Create(new A(1));
        Assert.That(() => world.Add(entity, new A(2)), Throws.InvalidOperationException.With.Message.Contains("already has a component A"));
        Assert.That(() => world.Remove<B>(entity), Throws.InvalidOperationException.With.Message.Contains("no component B (it has: A)"));
        Assert.That(() => world.Create(new A(1), new A(2)), Throws.ArgumentException.With.Message.Contains("twice"));
        Assert.That(() => Entity.Null.Get<A>(), Throws.InvalidOperationException);
        world.Destroy(entity);
        Assert.That(() => world.Destroy(entity), Throws.InvalidOperationException.With.Message.Contains("not alive"));
        Assert.That(world.Size, Is.Zero);
    }
}
