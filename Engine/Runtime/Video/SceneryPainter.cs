// Paints the layers of the drawn landscape: sky, clouds, mountains, fields, a shore with trees and a house, a bank of flowers, a boat.
using System.Numerics;
using static Engine.SceneryNoise;

namespace Engine;

/// <summary>For pictures of one size. Lengths are shares of the height, so that every size shows the same place.</summary>
internal sealed class SceneryPainter(int width, int height)
{
    /// <summary>Where the water begins.</summary>
    internal const float Shore = 0.64f;
    private static readonly Vector3 Warm = new(1f, 0.86f, 0.66f), Haze = new(0.80f, 0.80f, 0.88f);

    /// <summary>Where the sun stands, in pixels.</summary>
    internal Vector2 Sun { get; } = new(width * 0.70f, height * 0.20f);

    /// <summary>Stands still.</summary>
    internal SceneryLayer Sky() => Strip(width, 0, Shore).Paint((x, y) =>
    {
        var v = y / (height * Shore);
        var sky = Vector3.Lerp(new(0.13f, 0.33f, 0.70f), new(0.50f, 0.72f, 0.93f), Step(0, 0.6f, v));
        sky = Vector3.Lerp(sky, Warm, Step(0.35f, 0.85f, v));
        var far = Vector2.Distance(new(x, y), Sun) / height;
        sky = Vector3.Lerp(sky, new(1f, 0.90f, 0.66f), 0.85f * MathF.Exp(-far * 6));
        return Solid(Vector3.Lerp(sky, new(1f, 0.98f, 0.88f), 1 - Step(0.043f, 0.055f, far)));
    });

    /// <summary>Heaps of cloud, lit from the sun's side, smaller towards the horizon.</summary>
    internal SceneryLayer Clouds()
    {
        var strip = Strip(width * 2, 0, 0.46f);
        var cells = Cells(strip, 2.2f);
        return strip.Paint((x, y) =>
        {
            var (s, v) = (x / (float)strip.Width, y / (float)height);
            var depth = v * (2.4f + 5 * v);
            var here = Octaves(s, depth, cells, 6, 11);
            var lit = here - Octaves(s + 0.02f / (strip.Width / (float)height), depth - 0.09f, cells, 4, 11);
            var cover = Step(0.50f, 0.68f, here) * Step(0.46f, 0.34f, v);
            return new(Vector3.Lerp(new(0.66f, 0.66f, 0.78f), new(1f, 0.97f, 0.93f), Math.Clamp(0.62f + 4.5f * lit, 0, 1)), cover * 0.95f);
        });
    }

    /// <summary>Snow, rock, and haze at their feet.</summary>
    internal SceneryLayer Mountains()
    {
        var strip = Strip(width * 2, 0.12f, Shore);
        var cells = Cells(strip, 1.6f);
        var crest = Column(strip, s => 0.50f - 0.36f * Ridges(s, 0.3f, cells, 6, 21));
        return strip.Paint((x, y) =>
        {
            var (s, v) = (x / (float)strip.Width, y / (float)height);
            var below = v - crest[x];
            var rock = Ridges(s, v * 7, cells * 3, 5, 22);
            var lit = rock - Ridges(s + 0.004f, v * 7 - 0.08f, cells * 3, 4, 22);
            var stone = Vector3.Lerp(new(0.26f, 0.27f, 0.46f), new(0.62f, 0.52f, 0.60f), Math.Clamp(0.45f + 2.8f * lit, 0, 1));
            var snow = Step(0.12f, 0.03f, below - 0.16f * (rock - 0.5f)) * Step(0.46f, 0.34f, crest[x]);
            stone = Vector3.Lerp(stone, Vector3.Lerp(new(0.66f, 0.72f, 0.90f), new(1f, 0.97f, 0.94f), Math.Clamp(0.6f + 4 * lit, 0, 1)), snow);
            return new(Vector3.Lerp(stone, Haze, 0.10f + 0.55f * Step(0.28f, 0.58f, v)), Edge(below));
        });
    }

    /// <summary>Rolling hills under fields and woods; <paramref name="crown"/> is their mean crest, smaller and bluer the farther.</summary>
    internal SceneryLayer Hills(float crown, float haze, uint seed)
    {
        var strip = Strip(width * 2, crown - 0.12f, Shore);
        var cells = Cells(strip, 1.1f);
        var crest = Column(strip, s => crown + 0.22f * (0.5f - Octaves(s, 0.7f, cells, 3, seed)));
        Vector3[] crops =
        [
            new(0.42f, 0.60f, 0.20f), new(0.86f, 0.74f, 0.22f), new(0.26f, 0.48f, 0.20f), new(0.60f, 0.46f, 0.66f), new(0.62f, 0.70f, 0.28f),
            new(0.72f, 0.52f, 0.28f),
        ];
        return strip.Paint((x, y) =>
        {
            var (s, v) = (x / (float)strip.Width, y / (float)height);
            var below = v - crest[x];
            // Fields are bent cells of a grid that grows towards the eye; each has its crop and the direction of its rows.
            var (across, along) = (s * cells * 5 + 1.2f * Octaves(s, v * 5, cells * 2, 2, seed + 40),
                MathF.Sqrt(Math.Max(0, below)) * 13 + 1.5f * Octaves(s, v * 3, cells * 2, 2, seed + 41));
            var (column, row) = (((int)MathF.Floor(across) % (cells * 5) + cells * 5) % (cells * 5), (int)MathF.Floor(along));
            var kind = Hash(column, row, seed + 42);
            var rows = 0.5f + 0.5f * MathF.Sin((kind * 2 - 1) * across * 60 + (1 - kind) * along * 34);
            var field = crops[(int)(kind * 5.99f)] * (0.80f + 0.16f * rows + 0.18f * Octaves(s, v * 20, cells * 16, 3, seed + 43));
            var hedge = Math.Min(Math.Min(across - MathF.Floor(across), 1 - across + MathF.Floor(across)) * 1.3f,
                Math.Min(along - row, 1 - along + row));
            var wood = Math.Max(Step(0.09f, 0.03f, hedge), Step(0.58f, 0.62f, Octaves(s, v * 4, cells * 3, 3, seed + 44)));
            var leaves = Octaves(s, v * 34, cells * 30, 3, seed + 45);
            var lit = leaves - Octaves(s + 0.001f, v * 34 - 0.4f, cells * 30, 2, seed + 45);
            field = Vector3.Lerp(field, Vector3.Lerp(new(0.10f, 0.22f, 0.12f), new(0.36f, 0.50f, 0.18f), Math.Clamp(leaves + lit, 0, 1)), wood);
            field *= 0.84f + 1.6f * Math.Clamp(crest[Wrap(x + 2, strip)] - crest[Wrap(x - 2, strip)], -0.1f, 0.1f);
            return new(Vector3.Lerp(field, Haze, haze), Edge(below));
        });
    }

    /// <summary>The far shore: meadow, trees, a house with a red roof.</summary>
    internal SceneryLayer FarShore()
    {
        var strip = Strip(width * 2, 0.36f, Shore);
        var cells = Cells(strip, 1.4f);
        var crest = Column(strip, s => Shore - 0.035f - 0.03f * Octaves(s, 0.2f, cells, 3, 51));
        strip.Paint((x, y) =>
        {
            var (s, v) = (x / (float)strip.Width, y / (float)height);
            var grass = Vector3.Lerp(new(0.26f, 0.46f, 0.14f), new(0.62f, 0.72f, 0.26f), Octaves(s, v * 30, cells * 12, 4, 52));
            return new(Vector3.Lerp(grass, new(0.72f, 0.62f, 0.44f), Step(Shore - 0.012f, Shore - 0.004f, v)), Edge(v - crest[x]));
        });
        for (var i = 0; i < cells * 4; i++)
        {
            var (at, size) = ((i + 0.9f * Hash(i, 0, 53)) / (cells * 4) * strip.Width, 0.05f + 0.10f * Hash(i, 1, 53));
            if (Hash(i, 2, 53) < 0.75f && Math.Abs(at / strip.Width - 0.31f) > 0.045f)
                Tree(strip, at, (crest[(int)at] + 0.012f) * height, size * height, slim: Hash(i, 3, 53) < 0.35f, (uint)(60 + i));
        }
        House(strip, strip.Width * 0.31f, Shore - 0.022f);
        return strip;
    }

    /// <summary>Grass, poppies and a few trees that pass close by.</summary>
    internal SceneryLayer Bank()
    {
        var strip = Strip(width * 3, 0.30f, 1);
        var cells = Cells(strip, 1.2f);
        var crest = Column(strip, s => 0.93f - 0.07f * Octaves(s, 0.4f, cells, 3, 81));
        for (var i = 0; i < 3; i++)
        {
            var at = (i + 0.25f + 0.5f * Hash(i, 0, 82)) / 3 * strip.Width;
            Tree(strip, at, (crest[(int)at] + 0.02f) * height, (0.38f + 0.16f * Hash(i, 1, 82)) * height, slim: i == 1, (uint)(90 + i));
        }
        return strip.Paint((x, y) =>
        {
            var (s, v) = (x / (float)strip.Width, y / (float)height);
            var blade = Octaves(s, v * 9, cells * 60, 2, 83);
            var below = v - crest[x] + 0.045f * (blade - 0.5f);
            var grass = Vector3.Lerp(new(0.10f, 0.26f, 0.08f), new(0.52f, 0.68f, 0.20f), Math.Clamp(blade * 1.3f - 2.2f * Math.Max(0, below), 0, 1));
            var (across, along) = (s * cells * 26, v * 34);
            var (column, row) = ((int)across, (int)along);
            var kind = Hash(column, row, 84);
            var centre = new Vector2(column + 0.3f + 0.4f * Hash(column, row, 85), row + 0.3f + 0.4f * Hash(column, row, 86));
            var petal = kind < 0.34f ? Step(0.30f, 0.20f, Vector2.Distance(new(across, along), centre)) : 0;
            var flower = kind < 0.14f ? new Vector3(0.90f, 0.16f, 0.12f) : kind < 0.24f ? new(0.98f, 0.84f, 0.20f) : new(0.94f, 0.93f, 0.98f);
            return new(Vector3.Lerp(grass, flower, petal * Step(0, 0.02f, below)), Edge(below));
        });
    }

    /// <summary>A sailing boat and its image in the water, at its place in the middle of the strip.</summary>
    internal SceneryLayer Boat()
    {
        var strip = Strip(width * 2, 0.52f, 0.80f);
        var (cx, line, size) = (strip.Width / 2f, 0.70f * height, 0.13f * height);
        Vector4 Draw(float u, float w) // u to the right, w upwards from the water line, in sizes
        {
            if (w is >= 0 and < 0.16f && MathF.Abs(u) < 0.34f + 0.35f * w)
                return Solid(w > 0.12f ? new(0.94f, 0.90f, 0.80f) : new(0.62f, 0.16f, 0.12f));
            if (w is >= 0.16f and < 1.10f && MathF.Abs(u + 0.02f) < 0.014f)
                return Solid(new(0.34f, 0.22f, 0.14f));
            if (w is >= 0.24f and < 1.05f && u is > 0.01f && u < 0.42f * (1.05f - w) / 0.81f)
                return Solid(Vector3.Lerp(new(0.98f, 0.95f, 0.88f), new(0.80f, 0.80f, 0.86f), u * 2));
            if (w is >= 0.24f and < 0.90f && u is < -0.05f && u > -0.05f - 0.30f * (0.90f - w) / 0.66f)
                return Solid(new(0.96f, 0.66f, 0.24f));
            return default;
        }
        return strip.Paint((x, y) =>
        {
            var (u, w) = ((x - cx) / size, (line - y) / size);
            return w >= 0 ? Draw(u, w) : Draw(u + 0.03f * MathF.Sin(w * 40), -w * 1.1f) * new Vector4(0.6f, 0.7f, 0.8f, 0.55f);
        });
    }

    private SceneryLayer Strip(int columns, float from, float to)
    {
        var top = (int)(from * height);
        return new SceneryLayer(Math.Max(2, columns), top, Math.Max(1, (int)MathF.Ceiling(to * height) - top));
    }

    // Whole cells around a strip: so many for each height of its width.
    private int Cells(SceneryLayer strip, float perHeight) => Math.Max(1, (int)MathF.Round(strip.Width * perHeight / height));

    private static float[] Column(SceneryLayer strip, Func<float, float> of) =>
        [.. Enumerable.Range(0, strip.Width).Select(x => of(x / (float)strip.Width))];

    private static int Wrap(int x, SceneryLayer strip) => (x + strip.Width) % strip.Width;

    private float Edge(float below) => Math.Clamp(below * height + 0.5f, 0, 1);

    private static Vector4 Solid(Vector3 colour) => new(colour, 1);

    // A trunk, and a crown of round tufts from the dark behind to the lit before.
    private static void Tree(SceneryLayer strip, float x, float foot, float size, bool slim, uint seed)
    {
        var trunk = MathF.Max(1, size * (slim ? 0.025f : 0.035f));
        strip.Stamp((int)(x - 2 * trunk), (int)(foot - size * 0.6f), (int)(4 * trunk) + 1, (int)(size * 0.6f) + 1, (px, py) =>
        {
            var half = trunk * (0.6f + 0.6f * Math.Clamp(1 - (foot - py) / (size * 0.6f), 0, 1));
            var bark = 0.7f + 0.5f * Value(px * 0.9f, py * 0.25f, 1 << 20, seed);
            return new(new Vector3(0.30f, 0.20f, 0.13f) * bark * (px > x ? 1.35f : 0.9f), Math.Clamp(half - MathF.Abs(px - x) + 0.5f, 0, 1));
        });
        var tufts = slim ? 26 : 34;
        for (var i = 0; i < tufts; i++)
        {
            var (turn, out01) = (Hash(i, 0, seed) * MathF.Tau, MathF.Sqrt(Hash(i, 1, seed)));
            var front = i / (float)tufts;
            var (wide, tall) = slim ? (0.11f, 0.40f) : (0.30f, 0.27f);
            var (cx, cy) = (x + MathF.Cos(turn) * out01 * wide * size, foot - size * (slim ? 0.56f : 0.66f) + MathF.Sin(turn) * out01 * tall * size);
            var radius = size * (slim ? 0.075f : 0.13f) * (0.7f + 0.6f * Hash(i, 2, seed));
            var autumn = Hash(0, 9, seed);
            var dark = new Vector3(0.08f, 0.20f, 0.09f);
            var bright = Vector3.Lerp(new(0.42f, 0.62f, 0.16f), autumn > 0.8f ? new(0.86f, 0.46f, 0.12f) : new(0.66f, 0.72f, 0.24f),
                autumn > 0.8f ? 0.8f : 0.5f * autumn);
            strip.Stamp((int)(cx - radius * 1.3f), (int)(cy - radius * 1.3f), (int)(radius * 2.6f) + 2, (int)(radius * 2.6f) + 2, (px, py) =>
            {
                var at = new Vector2(px - cx, py - cy) / radius;
                var scale = 7 / MathF.Max(6, radius);
                var leaf = Value(px * scale, py * scale, 1 << 20, seed + (uint)i);
                var light = 0.42f + 0.30f * Vector2.Dot(at, new(0.6f, -0.8f)) + 0.75f * (leaf - 0.5f) + 0.16f * (front - 0.5f);
                return new(Vector3.Lerp(dark, bright, Math.Clamp(light, 0, 1)), Step(1.12f, 0.92f, at.Length() + 0.5f * (leaf - 0.5f)));
            });
        }
    }

    private void House(SceneryLayer strip, float x, float foot)
    {
        var size = 0.115f * height;
        var base_ = foot * height;
        strip.Stamp((int)(x - size), (int)(base_ - 1.4f * size), (int)(2 * size), (int)(1.4f * size) + 1, (px, py) =>
        {
            var (u, w) = ((px - x) / size, (base_ - py) / size);
            if (u is > 0.30f and < 0.42f && w is > 0.75f and < 1.28f)
                return Solid(new Vector3(0.62f, 0.34f, 0.26f) * (0.8f + 0.2f * MathF.Sign(MathF.Sin(w * 70))));
            if (w is > 0.55f and < 1.15f && MathF.Abs(u) < 0.72f - (w - 0.55f) * 0.75f)
            {
                return Solid(
                    new Vector3(0.80f, 0.28f, 0.18f) * (0.78f + 0.14f * MathF.Sin(w * 75) + 0.10f * MathF.Sin(u * 60 + MathF.Floor(w * 12) * 1.6f)));
            }
            if (w is < 0 or > 0.56f || MathF.Abs(u) > 0.62f)
                return default;
            if (u is > 0.02f and < 0.18f && w < 0.36f)
                return Solid(new(0.34f, 0.22f, 0.16f));
            foreach (var window in (ReadOnlySpan<float>)[-0.44f, -0.18f, 0.36f])
            {
                var (across, up) = (MathF.Abs(u - window), MathF.Abs(w - 0.32f));
                if (across < 0.085f && up < 0.11f)
                {
                    return Solid(
                        across < 0.012f || up < 0.012f || across > 0.07f || up > 0.095f ? new(0.30f, 0.44f, 0.34f) : new(0.46f, 0.62f, 0.78f));
                }
            }
            return Solid(new Vector3(0.95f, 0.91f, 0.82f) * (u < -0.3f ? 0.92f : 1));
        });
    }
}
