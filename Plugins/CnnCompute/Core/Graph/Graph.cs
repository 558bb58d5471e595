// The pure program: shapes and ops, no GPU.
namespace CnnCompute;

/// <summary>
/// Nodes in topological order, appended by Tensor methods. Structurally equal pure nodes are merged. A graph has no mode and no device.
/// </summary>
public sealed class Graph
{
    private readonly List<Node> nodes = [];
    private readonly Dictionary<Key, int> merged = [];
    private readonly Dictionary<string, int> names = [];
    private readonly Dictionary<string, InputOp> inputs = [];
    private int randomOps;

    /// <summary>Every node; a node's inputs come before it.</summary>
    public IReadOnlyList<Node> Nodes => nodes;

    /// <summary>The values that have names.</summary>
    public IReadOnlyDictionary<string, int> Names => names;

    /// <summary>Data of shape <paramref name="dimensions"/> supplied under <paramref name="name"/> for each run.</summary>
    public Tensor Input(string name, params ReadOnlySpan<int> dimensions) => Input(name, new Shape(dimensions));

    /// <summary>Data of the given shape and type supplied under <paramref name="name"/> for each run.</summary>
    public Tensor Input(string name, Shape shape, DType type = DType.F32) => AddInput(new InputOp(name, shape, type));

    /// <summary>Class indices [n] supplied for each run; -1 marks a sample to ignore.</summary>
    public Tensor Labels(string name, int n) => AddInput(new InputOp(name, new Shape(n), DType.I32));

    /// <summary>A number (or a few) that may change at every run, such as a rate or a blend weight.</summary>
    public Tensor Value(string name, Shape shape = default, DType type = DType.F32) => AddInput(new InputOp(name, shape, type, IsValue: true));

    /// <summary>The value of a parameter before the run, computed from others where it has a <see cref="Parametrization"/>.</summary>
    public Tensor Parameter(Parameter parameter) =>
        parameter.Parametrization is { } computed ? computed.Value(this) : Append(new ParameterOp(parameter));

    /// <summary>Appends <paramref name="op"/> applied to <paramref name="operands"/>, or finds the equal node that is there already.</summary>
    /// <exception cref="ShapeException">The operands do not fit the op.</exception>
    public Tensor Append(Op op, params ReadOnlySpan<Tensor> operands)
    {
        foreach (var t in operands)
        {
            if (!ReferenceEquals(t.Graph, this))
                throw new ArgumentException($"{op.Name}: operand {t} belongs to another graph");
        }
        var operandArray = operands.ToArray();
        var key = new Key(op, operandArray);
        if (op.IsPure && merged.TryGetValue(key, out var id))
            return new Tensor(this, id);
        var shape = op.InferShape([.. operandArray.Select(t => t.Shape)]);
        var type = op.InferType([.. operandArray.Select(t => t.Type)]);
        nodes.Add(new Node(this, nodes.Count, op, operandArray, shape, type));
        if (op.IsPure)
            merged[key] = nodes.Count - 1;
        return new Tensor(this, nodes.Count - 1);
    }

    /// <summary>An id for a random op: the same sequence for the same program, so that random numbers are reproducible.</summary>
    public int NextRandomId() => randomOps++;

    /// <summary>The value called <paramref name="name"/>.</summary>
    /// <exception cref="ArgumentException">No such name; the message lists the nearest ones.</exception>
    public Tensor this[string name] => names.TryGetValue(name, out var id)
        ? new Tensor(this, id)
        : throw new ArgumentException($"No value is called \"{name}\"; the graph has {string.Join(", ", names.Keys.Take(40))}");

    /// <summary>The update nodes that write any of the given parameters, in the order in which they were appended.</summary>
    public IReadOnlyList<Tensor> UpdatesOf(IEnumerable<Parameter> parameters)
    {
        var written = parameters.ToHashSet();
        return [.. nodes.Where(n => n.Op is UpdateOp update && update.Writes.Any(written.Contains)).Select(n => new Tensor(this, n.Id))];
    }

    internal void Name(Tensor tensor, string name)
    {
        if (names.TryGetValue(name, out var other) && other != tensor.Id)
            throw new ArgumentException($"Two values called \"{name}\": %{other} and %{tensor.Id}");
        names[name] = tensor.Id;
        nodes[tensor.Id].Name ??= name;
    }

    private Tensor AddInput(InputOp op)
    {
        if (inputs.TryGetValue(op.Key, out var other) && other != op)
            throw new ArgumentException($"Input \"{op.Key}\" is already {other.Dimensions} {other.Type}, now {op.Dimensions} {op.Type}");
        inputs[op.Key] = op;
        var tensor = Append(op);
        if (!names.ContainsKey(op.Key))
            Name(tensor, op.Key);
        return tensor;
    }

    // Two nodes are the same when op and operands are; operands are compared by id, all being of this graph.
    private readonly struct Key(Op op, Tensor[] operands) : IEquatable<Key>
    {
        private readonly Op op = op;
        private readonly Tensor[] operands = operands;

        public bool Equals(Key other)
        {
            if (operands.Length != other.operands.Length || !op.Equals(other.op))
                return false;
            for (var i = 0; i < operands.Length; i++)
            {
                if (operands[i].Id != other.operands[i].Id)
                    return false;
            }
            return true;
        }

        public override bool Equals(object? obj) => obj is Key other && Equals(other);

        public override int GetHashCode()
        {
            var hash = new HashCode();
            hash.Add(op);
            foreach (var t in operands)
                hash.Add(t.Id);
            return hash.ToHashCode();
        }
    }
}
