// Criteria of batches against PyTorch's numbers, differences and padding.
namespace CnnCompute.Tests;

public sealed class CriterionTests
{
    private static readonly double[] Scores = [1.2, -0.7, 0.4, -0.3, 2.1, 0.9, 0.5, 0.6, -1.4];
    private static readonly double[] Soft = [0.7, 0.3, 0, 0, 0.45, 0.55, 0.2, 0.5, 0.3];
    private static readonly float[] Weights = [0.5f, 2, 1.5f];

    // Losses and gradients by torch 1.13 in double, of Scores against labels 0, 2, 1 or probabilities Soft: torch.nn.functional.cross_entropy,
    // multi_margin_loss (soft: each class's loss times its share), binary_cross_entropy_with_logits and mse_loss, and the focal loss written out.
    private static readonly (Criterion Criterion, bool IsSoft, double Loss, double[] Gradient)[] Torch =
    [
        (new CrossEntropyCriterion(), false, 0.90434243,
            [-0.12485636, 0.03118161, 0.09367474, 0.02172502, 0.23947871, -0.26120373, 0.14783674, -0.16994847, 0.02211174]),
        (new CrossEntropyCriterion(0.1f, Weights), false, 1.03278493,
            [-0.02545799, -0.00302471, 0.0284827, 0.02000242, 0.2497534, -0.26975582, 0.2101966, -0.22975862, 0.01956202]),
        (new CrossEntropyCriterion(), true, 1.12100910,
            [-0.02485636, -0.06881839, 0.09367474, 0.02172502, 0.08947871, -0.11120373, 0.08117007, -0.00328181, -0.07788826]),
        (new CrossEntropyCriterion(0.1f, Weights), true, 1.73846516,
            [0.09548919, -0.17140439, 0.07591521, 0.03106921, 0.11149897, -0.14256818, 0.19038826, -0.07251569, -0.11787256]),
        (new MultiMarginCriterion(), false, 0.36666667,
            [-0.11111111, 0, 0.11111111, 0, 0.11111111, -0.11111111, 0.11111111, -0.11111111, 0]),
        (new MultiMarginCriterion(2, 0.5f, ClassWeights: Weights), false, 0.51722222,
            [0, 0, 0, 0, 0.56666667, -0.56666667, 0.17777778, -0.17777778, 0]),
        (new MultiMarginCriterion(2, ClassWeights: Weights), true, 2.27383333,
            [0.37111111, -0.66666667, 0.29555556, 0, 0.40333333, -0.40333333, 0.46555556, 0.12444444, -0.59]),
        (new BceCriterion(), false, 0.70249942,
            [-0.02571947, 0.03686803, 0.06652085, 0.04728416, 0.09898924, -0.03211672, 0.06916215, -0.03937152, 0.02197957]),
        (new BceCriterion(Weights), true, 1.07973602,
            [0.00380693, 0.00706938, 0.09978128, 0.02364208, 0.09797848, 0.02682492, 0.02346996, 0.03236807, -0.01703065]),
        (new MseCriterion(), false, 0.84111111,
            [0.04444444, -0.15555556, 0.08888889, -0.06666667, 0.46666667, -0.02222222, 0.11111111, -0.08888889, -0.31111111]),
        (new MseCriterion(), true, 0.81500000,
            [0.11111111, -0.22222222, 0.08888889, -0.06666667, 0.36666667, 0.07777778, 0.06666667, 0.02222222, -0.37777778]),
        (new FocalCriterion(), false, 0.39703378,
            [-0.04497224, 0.01123136, 0.03374088, 0.02461759, 0.271364, -0.29598158, 0.09111494, -0.10474287, 0.01362794]),
        (new FocalCriterion(1.5f, Weights), true, 1.19323274,
            [0.12575096, -0.20839762, 0.08264666, 0.02693385, 0.19534741, -0.22228127, 0.17134531, -0.02660254, -0.14474277]),
    ];

    private static Tensor Loss(Graph graph, Criterion criterion, bool soft, int rows)
    {
        var batch = new TrainingBatch(
            graph.Value("images", new Shape(rows, 1, 1, 1)), graph.Labels("labels", rows), graph.Labels("samples", rows),
            graph.Value("key", new Shape(2), DType.I32), 3)
        {
            Targets = soft ? graph.Value("targets", new Shape(rows, 3)) : null,
        };
        return criterion.Loss(graph.Input("scores", rows, 3), batch);
    }

    private static (double Loss, double[] Gradient) Run(Criterion criterion, bool soft, int padding)
    {
        var graph = new Graph();
        var loss = Loss(graph, criterion, soft, 3 + padding);
        var inputs = new Dictionary<string, double[]>
        {
            ["scores"] = [.. Scores, .. Enumerable.Range(0, 3 * padding).Select(i => i - 1.5)],
            ["labels"] = [0, 2, 1, .. Enumerable.Repeat(-1.0, padding)],
            ["targets"] = [.. Soft, .. new double[3 * padding]],
        };
        var run = Oracle.Run(inputs, loss, Autodiff.Gradients(loss, [graph["scores"]])[0]);
        return (run[0][0], run[1]);
    }

    [TestCaseSource(nameof(Torch))]
    public void Losses_and_gradients_are_PyTorchs_and_padding_rows_count_for_nothing(
        (Criterion Criterion, bool IsSoft, double Loss, double[] Gradient) c)
    {
        foreach (var padding in new[] { 0, 2 })
        {
            var (loss, gradient) = Run(c.Criterion, c.IsSoft, padding);
            Assert.That(loss, Is.EqualTo(c.Loss).Within(3e-7), $"{c.Criterion}, {padding} rows of padding");
            Assert.That(gradient, Is.EqualTo([.. c.Gradient, .. new double[3 * padding]]).Within(1e-7), $"{c.Criterion}, {padding} rows of padding");
        }
    }

    private static readonly Criterion[] Mixed =
        [new CrossEntropyCriterion(0.1f, Weights), new MultiMarginCriterion(2), new BceCriterion(), new MseCriterion(Weights), new FocalCriterion(3)];

    [TestCaseSource(nameof(Mixed))]
    public void Losses_of_mixed_pictures_match_on_the_device_and_their_differences(Criterion criterion) =>
        new OpCase(g => Loss(g, criterion, true, 5))
        {
            Values = (key, shape) => key switch
            {
                "labels" => [0, 1, 2, -1, 1],
                "targets" => [0.5, 0.5, 0, 0, 0.25, 0.75, 1, 0, 0, 0, 0, 0, 0.25, 0.25, 0.5],
                "scores" => OpCase.Distinct(shape),
                _ => null,
            },
            GradientTolerance = 1e-5,
        }.Check();

    [Test]
    public void Sure_targets_are_labels()
    {
        foreach (var criterion in Mixed)
        {
            var graph = new Graph();
            Tensor labels = Loss(graph, criterion, false, 3), sure = Loss(graph, criterion, true, 3);
            var run = Oracle.Run(
                new Dictionary<string, double[]> { ["scores"] = Scores, ["labels"] = [0, 2, 1], ["targets"] = [1, 0, 0, 0, 0, 1, 0, 1, 0] }, labels, sure);
            // Against labels PyTorch divides by the weights of the classes, against probabilities by the rows.
            var weights = criterion is CrossEntropyCriterion ? (0.5 + 1.5 + 2) / 3 : 1;
            Assert.That(run[0][0] * weights, Is.EqualTo(run[1][0]).Within(1e-6), $"{criterion}");
        }
    }

    [Test]
    public void Criteria_are_values_and_refuse_what_does_not_fit()
    {
        Assert.That(new CrossEntropyCriterion(0.1f, Weights), Is.EqualTo(new CrossEntropyCriterion(0.1f, [0.5f, 2, 1.5f])));
        Assert.That(new CrossEntropyCriterion(0.1f, Weights).ToString(), Does.Contain("[0.5, 2, 1.5]"));
        Assert.That(() => new CrossEntropyCriterion(1), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("labelSmoothing"));
        Assert.That(() => new MultiMarginCriterion(3), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new FocalCriterion(0.5f), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => Loss(new Graph(), new MseCriterion([1, 2]), false, 3),
            Throws.TypeOf<ShapeException>().With.Message.Contains("2 class weights for 3 classes"));
        var graph = new Graph();
        var batch = new TrainingBatch(
            graph.Input("images", 2, 1, 1, 1), graph.Labels("labels", 2), graph.Labels("samples", 2), graph.Value("key", new Shape(2), DType.I32), 3);
        Assert.That(() => new CrossEntropyCriterion().Loss(graph.Input("scores", 2, 4), batch),
            Throws.TypeOf<ShapeException>().With.Message.Contains("[2,3]"));
    }
}
