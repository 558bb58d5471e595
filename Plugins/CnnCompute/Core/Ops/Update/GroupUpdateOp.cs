// The step of an optimiser on all parameters of a group.
namespace CnnCompute;

/// <summary>
/// Changes all of <paramref name="Rows"/> by one rule, in one launch; LARS and LAMB need norms first, and software devices bind large rows one by
/// one. Inputs: rate, step t from 1, control [2+] (a factor of gradients before they are clipped and one after; where either is not finite nothing
/// changes; looked at if the rule says so), the rule's extra numbers, then what the rows name as gradients. What a rule does not need may be any
/// number. g = clamp(g · control[0], ± clip) · control[1]; g += decay · w + l1 · sign(w), or, decoupled, w -= rate · decay · w; then
/// <see cref="UpdateKind"/>'s formula.
/// </summary>
public sealed record GroupUpdateOp(UpdateRows Rows, UpdateRule Rule) : UpdateOp
{
    /// <summary>Inputs before the gradients.</summary>
    public const int Numbers = 4;

    private const int Columns = 5, LambApply = 12, FewestBound = 4096;

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Writes => Rows.Writes;

    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs)
    {
        if (inputs.Length < Numbers || inputs[0].Count != 1 || inputs[1].Count != 1 || (Rule.Controlled && inputs[2].Count < 2))
            throw ShapeException.For(this, inputs, "needs a rate and a step of one number each, a control of two and extra numbers, then gradients");
        foreach (var row in Rows.All)
        {
            if (row.States.Count != Rule.States || row.States.Any(s => s.Shape != row.Weight.Shape))
            {
                throw ShapeException.For(this, inputs,
                    $"{row.Weight.Name} needs {Rule.States} states of its shape {row.Weight.Shape} for {Rule.Kind}");
            }
            // A gradient has the weight's shape, unless it, or the weight, is a part of something flat.
            var fits = row.From is { } from ? from.Shape == row.Weight.Shape
                : inputs[row.Input] is var gradient && (gradient == row.Weight.Shape
                    || (Rule.Kind == UpdateKind.Accumulate && gradient.Count == row.Count)
                    || (row.IsPart && gradient.Rank == 1 && row.Start + row.Count <= gradient.Count));
            if (!fits)
                throw ShapeException.For(this, inputs, $"the gradient of {row.Weight.Name} must have its shape {row.Weight.Shape}");
        }
        return Shape.Scalar;
    }

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var none = Operand.In(0) with { Idle = true };
        Operand Direction(int row) => Operand.Scratch(0, 32L * Rows.Starts[row], 32L * ((Rows.All[row].Count + 7) / 8));
        Operand[] Table(Func<UpdateRow, int, Operand> gradient, Func<UpdateRow, int, Operand> third) =>
        [
            .. Rows.All.SelectMany((row, i) => new[]
            {
                gradient(row, i), Rows.Weight(row), row.States.Count > 0 ? Rows.Of(row.States[0]) : none,
                row.States.Count > 1 ? Rows.Of(row.States[1]) : none, third(row, i),
            }),
        ];
        var plain = Table((row, _) => Rows.Gradient(row), (row, _) => row.States.Count > 2 ? Rows.Of(row.States[2]) : none);
        if (Rule.Kind == UpdateKind.Lars && Rule.Other > 0)
        {
            var scaling = Rule.Controlled ? 3u : 2u;
            var norms = NormRows.Of(
                [.. Rows.All.SelectMany(row => new[] { (Rows.Weight(row), row.Count, 0u), (Rows.Gradient(row), row.Count, scaling) })]);
            yield return new Recipe("plain",
            [
                .. norms.Steps(Operand.In(2), Rule.Clip, Operand.Scratch(0), Operand.Scratch(1)), Step((int)Rule.Kind, Operand.Scratch(1), plain),
            ])
            {
                Scratch = [4L * norms.Parts, 4L * norms.Count],
            };
        }
        else if (Rule.Kind == UpdateKind.Lamb)
        {
            var norms = NormRows.Of(
                [.. Rows.All.SelectMany((row, i) => new[] { (Rows.Weight(row), row.Count, 0u), (Direction(i), row.Count, 0u) })]);
            yield return new Recipe("plain",
            [
                Step((int)Rule.Kind, Operand.In(3), Table((row, _) => Rows.Gradient(row), (_, i) => Direction(i))),
                .. norms.Steps(Operand.In(2), Rule.Clip, Operand.Scratch(1), Operand.Scratch(2)),
                Step(LambApply, Operand.Scratch(2), Table((_, i) => Direction(i), (_, _) => none)),
            ])
            {
                Scratch = [32L * Rows.Blocks, 4L * norms.Parts, 4L * norms.Count],
            };
        }
        else
        {
            yield return new Recipe("plain", [Step((int)Rule.Kind, Operand.In(3), plain)]);
            // Software devices take longer to follow addresses than to launch once more.
            int[] bound = [.. Rows.All.Index().Where(r => device.IsCpu && IsBound(r.Item, device)).Select(r => r.Index)];
            if (bound.Length > 0)
            {
                int[] rest = [.. Enumerable.Range(0, Rows.All.Count).Except(bound)];
                Step[] steps = [.. bound.Select(i => Bound(Rows.All[i], plain.AsSpan(Columns * i, Columns)))];
                yield return new Recipe("large ones bound", rest.Length == 0
                    ? steps
                    : [.. steps, Step((int)Rule.Kind, Operand.In(3), [.. rest.SelectMany(i => plain[(Columns * i)..(Columns * (i + 1))])], rest)]);
            }
        }
    }

    // Where there is much to do, what is changed by nothing but a gradient, and parts begin where bindings may.
    private bool IsBound(UpdateRow row, DeviceTraits device) => row.Count >= FewestBound && Rule.Kind != UpdateKind.Swap
        && 4 * row.Start % device.BindingAlignment == 0 && 4 * row.WeightStart % device.BindingAlignment == 0;

    private Step Bound(UpdateRow row, ReadOnlySpan<Operand> operands)
    {
        var blocks = (int)((row.Count + 7) / 8);
        Operand[] states = [.. operands[2..].ToArray().Select(o => o.Idle ? Rows.Weight(row) : o)];
        return new Step("Cnn/group_update_bound", Threads.For(blocks), Rule.Push(blocks, (int)row.Count),
            [Operand.In(0), Operand.In(1), Operand.In(2), Operand.In(3), operands[0], operands[1], .. states])
        {
            Constants = [(1, (uint)Rule.Kind)],
            // Pieces of eight elements; the numbers belong to all.
            Cut = !row.IsPart && row.Count == row.Weight.Shape.Count ? new Cut(blocks, 1, 1, (1 << Numbers) - 1) : null,
        };
    }

    // All rows, or some.
    private Step Step(int rule, Operand extra, Operand[] table, int[]? rows = null)
    {
        var words = new List<uint>();
        var blocks = 0;
        foreach (var row in rows is null ? Rows.All : rows.Select(i => Rows.All[i]))
        {
            words.Add((uint)row.Count);
            words.Add((uint)blocks);
            blocks += (int)((row.Count + 7) / 8);
        }
        return new Step("Cnn/group_update", Threads.For(blocks), Rule.Push(blocks, words.Count / 2),
            [Operand.In(0), Operand.In(1), Operand.In(2), extra, .. table])
        {
            Constants = [(1, (uint)rule)],
            Table = new OperandTable(Numbers, Columns, [.. words]),
        };
    }
}

public readonly partial record struct Tensor
{
    /// <summary>
    /// Appends a step of SGD on <paramref name="weight"/> by this gradient; <paramref name="buffer"/> holds the momentum (null where it is 0).
    /// </summary>
    public Tensor SgdUpdate(Parameter weight, Parameter? buffer, Tensor rate, float momentum = 0, float weightDecay = 0, bool nesterov = false)
    {
        if ((momentum != 0) != (buffer is not null))
            throw new ShapeException("SgdUpdate: momentum needs a buffer, and none where it is 0");
        return UpdateOne(weight, buffer is null ? [] : [buffer], rate, rate, new UpdateRule(buffer is null ? UpdateKind.Sgd : UpdateKind.Momentum)
        {
            Momentum = momentum,
            WeightDecay = weightDecay,
            Nesterov = nesterov,
        });
    }

    /// <summary>
    /// Appends a step of Adam (or AdamW) on <paramref name="weight"/> by this gradient; <paramref name="first"/> and <paramref name="second"/> hold
    /// its running averages, <paramref name="step"/> counts from 1.
    /// </summary>
    public Tensor AdamUpdate(
        Parameter weight, Parameter first, Parameter second, Tensor rate, Tensor step,
        double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weightDecay = 0, bool decoupled = false) =>
        UpdateOne(weight, [first, second], rate, step, new UpdateRule(UpdateKind.Adam)
        {
            Beta1 = beta1,
            Beta2 = beta2,
            Eps = eps,
            WeightDecay = weightDecay,
            Decoupled = decoupled,
        });

    private Tensor UpdateOne(Parameter weight, IReadOnlyList<Parameter> states, Tensor rate, Tensor step, UpdateRule rule) =>
        Graph.Append(new GroupUpdateOp(new UpdateRows([UpdateRow.Of(weight, GroupUpdateOp.Numbers, states)]), rule), rate, step, rate, rate, this);
}
