// Reads PNG files row by row, so that a large picture costs its pixels and little else.
using System.Buffers.Binary;
using System.IO.Compression;

namespace Engine;

/// <summary>ISO/IEC 15948: all kinds of colour, depths and both orders of rows. Gamma and profiles are not applied.</summary>
internal ref struct PngDecoder
{
    // Deflate packs at best so many bytes into one.
    private const int DeflateMost = 1032;

    // Adam7: where each pass begins and how far its pixels lie apart.
    private static readonly (int X, int Y, int Right, int Down)[] Passes =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    private readonly byte[] file;
    private readonly List<(int At, int Length)> data = [];
    private readonly int width, height, bits, colour;
    private readonly bool isInterlaced;
    private ReadOnlySpan<byte> palette, transparency;
    private bool isCut;

    private PngDecoder(byte[] file, int width, int height)
    {
        (this.file, this.width, this.height) = (file, width, height);
        var header = file.AsSpan(16);
        if (header.Length < 13)
            throw new InvalidDataException("it breaks off");
        (bits, colour, isInterlaced) = (header[8], header[9], header[12] == 1);
        var isPossible = colour switch
        {
            0 => bits is 1 or 2 or 4 or 8 or 16,
            3 => bits is 1 or 2 or 4 or 8,
            2 or 4 or 6 => bits is 8 or 16,
            _ => false,
        };
        if (!isPossible || header[10] != 0 || header[11] != 0 || header[12] > 1)
            throw new InvalidDataException("it is damaged: its header makes no sense");
    }

    private readonly int Channels => colour switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };

    /// <summary>The pixels of a file of that size.</summary>
    /// <exception cref="InvalidDataException">It is damaged or breaks off.</exception>
    internal static byte[] Decode(byte[] file, int width, int height)
    {
        var png = new PngDecoder(file, width, height);
        png.ReadChunks();
        return png.ReadPixels();
    }

    private void ReadChunks()
    {
        for (long at = 8; at + 12 <= file.Length;)
        {
            var length = (long)BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan((int)at));
            var type = file.AsSpan((int)at + 4, 4);
            isCut = at + 12 + length > file.Length;
            if (isCut)
                length = file.Length - at - 8;
            var content = file.AsSpan((int)at + 8, (int)length);
            // Chunks in capitals are needed; others may be damaged.
            if (!isCut && (type[0] & 0x20) == 0 && ~PngFile.Crc(uint.MaxValue, file.AsSpan((int)at + 4, (int)length + 4))
                != BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan((int)(at + 8 + length))))
            {
                throw new InvalidDataException("it is damaged: a checksum is wrong");
            }
            if (type.SequenceEqual("IDAT"u8))
                data.Add(((int)at + 8, (int)length));
            else if (type.SequenceEqual("PLTE"u8))
                palette = content[..(Math.Min(content.Length / 3, 256) * 3)];
            else if (type.SequenceEqual("tRNS"u8))
                transparency = content;
            else if (type.SequenceEqual("IEND"u8))
                return;
            at += 12 + length;
        }
        isCut = true;
    }

    private readonly byte[] ReadPixels()
    {
        if (colour == 3 && palette.Length == 0)
            throw new InvalidDataException("it is damaged: it has no palette");
        long packed = 0, raw = 0;
        foreach (var (_, length) in data)
            packed += length;
        for (var pass = 0; pass < (isInterlaced ? 7 : 1); pass++)
        {
            var (columns, rows) = SizeOf(pass);
            raw += rows * (((long)columns * Channels * bits + 7) / 8 + 1);
        }
        if (raw > (packed + 64) * DeflateMost)
        {
            throw new InvalidDataException(isCut ? "it breaks off"
                : $"it is damaged: {packed:N0} bytes cannot hold {width} × {height} pixels");
        }
        var rgba = new byte[(long)width * height * 4];
        using var stream = new ZLibStream(new Chunks(file, data), CompressionMode.Decompress);
        for (var pass = 0; pass < (isInterlaced ? 7 : 1); pass++)
            ReadPass(stream, pass, rgba);
        return rgba;
    }

    private readonly (int Columns, int Rows) SizeOf(int pass)
    {
        if (!isInterlaced)
            return (width, height);
        var (x, y, right, down) = Passes[pass];
        return ((width - x + right - 1) / right, (height - y + down - 1) / down);
    }

    private readonly void ReadPass(Stream stream, int pass, byte[] rgba)
    {
        var (columns, rows) = SizeOf(pass);
        if (columns == 0 || rows == 0)
            return;
        var (left, top, right, down) = isInterlaced ? Passes[pass] : (0, 0, 1, 1);
        var step = Math.Max(1, Channels * bits / 8);
        var stride = (int)(((long)columns * Channels * bits + 7) / 8);
        byte[] line = new byte[stride + 1], before = new byte[stride + 1];
        for (var y = 0; y < rows; y++)
        {
            var read = Read(stream, line, top + (y * down));
            if (read < line.Length)
                throw new InvalidDataException($"it breaks off in row {top + (y * down) + 1} of {height}");
            Unfilter(line[0], line.AsSpan(1), before.AsSpan(1), step);
            var row = rgba.AsSpan((top + (y * down)) * width * 4, width * 4);
            Expand(line.AsSpan(1), columns, row, left, right);
            (line, before) = (before, line);
        }
    }

    private readonly int Read(Stream stream, byte[] line, int row)
    {
        try
        {
            return stream.ReadAtLeast(line, line.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException broken)
        {
            throw new InvalidDataException($"it is damaged in row {row + 1} of {height}", broken);
        }
    }

    private static void Unfilter(byte filter, Span<byte> line, ReadOnlySpan<byte> above, int step)
    {
        switch (filter)
        {
            case 0:
                break;
            case 1:
                for (var i = step; i < line.Length; i++)
                    line[i] += line[i - step];
                break;
            case 2:
                for (var i = 0; i < line.Length; i++)
                    line[i] += above[i];
                break;
            case 3:
                for (var i = 0; i < line.Length; i++)
                    line[i] += (byte)(((i < step ? 0 : line[i - step]) + above[i]) / 2);
                break;
            case 4:
                for (var i = 0; i < line.Length; i++)
                    line[i] += i < step ? above[i] : Nearest(line[i - step], above[i], above[i - step]);
                break;
            default:
                throw new InvalidDataException($"it is damaged: there is no filter {filter}");
        }
    }

    // Paeth's: of left, above and above left the one nearest to left + above − above left.
    private static byte Nearest(int left, int above, int corner)
    {
        int toLeft = Math.Abs(above - corner), toAbove = Math.Abs(left - corner), toCorner = Math.Abs(left + above - (2 * corner));
        return (byte)(toLeft <= toAbove && toLeft <= toCorner ? left : toAbove <= toCorner ? above : corner);
    }

    // Samples of a row to pixels of RGBA, of which every so many are written.
    private readonly void Expand(ReadOnlySpan<byte> line, int columns, Span<byte> row, int left, int right)
    {
        if (bits == 8 && (colour == 6 || (colour is 0 or 2 && transparency.Length == 0)))
        {
            Copy(line, columns, row, left, right);
            return;
        }
        var key = colour is 0 or 2 && transparency.Length >= 2 * Channels;
        var most = (1 << bits) - 1;
        for (var x = 0; x < columns; x++)
        {
            var pixel = row.Slice((left + (x * right)) * 4, 4);
            pixel[3] = 255;
            if (colour == 3)
            {
                var index = Sample(line, x);
                if ((index * 3) + 3 > palette.Length)
                    throw new InvalidDataException($"it is damaged: its palette has no colour {index}");
                palette.Slice(index * 3, 3).CopyTo(pixel);
                if (index < transparency.Length)
                    pixel[3] = transparency[index];
                continue;
            }
            var isKey = key;
            for (var c = 0; c < Channels; c++)
            {
                var value = Sample(line, (x * Channels) + c);
                isKey &= key && value == BinaryPrimitives.ReadUInt16BigEndian(transparency[(2 * c)..]);
                var eight = (byte)(bits == 8 ? value : ((value * 255) + (most / 2)) / most);
                if (Channels < 3 && c == 0)
                    pixel[..3].Fill(eight);
                else
                    pixel[Channels == 2 ? 3 : c] = eight;
            }
            if (isKey)
                pixel[3] = 0;
        }
    }

    // The same of bytes that are what they are: most large pictures.
    private readonly void Copy(ReadOnlySpan<byte> line, int columns, Span<byte> row, int left, int right)
    {
        if (colour == 6 && right == 1)
        {
            line[..(columns * 4)].CopyTo(row);
            return;
        }
        var (step, green, blue) = colour == 0 ? (1, 0, 0) : (Channels, 1, 2);
        for (int from = 0, to = left * 4; from < columns * step; from += step, to += right * 4)
        {
            row[to] = line[from];
            row[to + 1] = line[from + green];
            row[to + 2] = line[from + blue];
            row[to + 3] = step == 4 ? line[from + 3] : (byte)255;
        }
    }

    private readonly int Sample(ReadOnlySpan<byte> line, int n) => bits switch
    {
        8 => line[n],
        16 => BinaryPrimitives.ReadUInt16BigEndian(line[(2 * n)..]),
        _ => (line[n * bits / 8] >> (8 - bits - (n * bits % 8))) & ((1 << bits) - 1),
    };

    /// <summary>The contents of the chunks of data, one after the other.</summary>
    private sealed class Chunks(byte[] file, List<(int At, int Length)> parts) : Stream
    {
        private int part, within;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            while (part < parts.Count && within == parts[part].Length)
                (part, within) = (part + 1, 0);
            if (part == parts.Count)
                return 0;
            var count = Math.Min(buffer.Length, parts[part].Length - within);
            file.AsSpan(parts[part].At + within, count).CopyTo(buffer);
            within += count;
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
