namespace KPDD.Models.Tiny.Tests;

/// <summary>Plain problems that tell one thing more than is needed, as people do. Written for this test, so no student was trained on them.</summary>
public class IdleSentenceTests
{
    private static readonly (string Question, int Answer, string Idle)[] Problems =
    [
        ("Nina lives in a green house. Nina had 61 stamps. She gave 18 stamps to Omar. How many stamps does Nina have left?", 43, "Nina lives in a green house."),
        ("Tom has 12 marbles. The weather is sunny. He buys 9 more marbles. How many marbles does Tom have now?", 21, "The weather is sunny."),
        ("A box holds 8 pens. The box is red. How many pens are in 7 boxes?", 56, "The box is red."),
        ("Ben is 11 years old. Ben picked 24 apples and ate 5 of them. How many apples are left?", 19, "Ben is 11 years old."),
        ("Lea shares 36 cookies equally among 4 friends. She has 2 brothers. How many cookies does each friend get?", 9, "She has 2 brothers."),
        ("Sam read 15 pages on Monday and 27 pages on Tuesday. The book costs 9 dollars. How many pages did he read in all?", 42, "The book costs 9 dollars."),
        ("There are 14 boys and 17 girls in the class. The teacher is 45 years old. How many children are in the class?", 31, "The teacher is 45 years old."),
        ("Mia has 50 dollars. She buys a dress for 32 dollars. Her cat is black. How much money does she have left?", 18, "Her cat is black."),
        ("A farmer has 6 cows. Each cow gives 9 liters of milk a day. The farm has 3 barns. How many liters of milk does he get a day?", 54, "The farm has 3 barns."),
        ("Max is a tall boy. He has 45 stickers. He gives 13 stickers to Eva. How many stickers does he have left?", 32, "Max is a tall boy."),
        ("A bus has 40 seats. 28 seats are taken. The bus is 5 years old. How many seats are free?", 12, "The bus is 5 years old."),
        ("Ella baked 24 muffins. It was a rainy day. She put them equally on 6 plates. How many muffins are on each plate?", 4, "It was a rainy day."),
        ("Jack lives 3 miles from school. He has 16 cards and his sister has 9 cards. How many more cards does Jack have than his sister?", 7, "Jack lives 3 miles from school."),
        ("Tickets cost 7 dollars each. The show lasts 2 hours. How much do 5 tickets cost?", 35, "The show lasts 2 hours."),
        ("Anna planted 18 roses. Her neighbor is Mr. Hill. Later 5 roses died. How many roses are alive?", 13, "Her neighbor is Mr. Hill."),
        ("Leo has 72 photos. He puts 8 photos on each page. The album is blue. How many pages does he need?", 9, "The album is blue."),
        ("There were 52 birds on a tree. 19 birds flew away. Two cats watched. How many birds are still on the tree?", 33, "Two cats watched."),
        ("Kim ran 4 miles on Friday and 6 miles on Saturday. She drank 3 bottles of water. How many miles did she run in all?", 10, "She drank 3 bottles of water."),
        ("A shop sold 35 hats in May and 48 hats in June. It opens at 9 o'clock. How many more hats did it sell in June than in May?", 13, "It opens at 9 o'clock."),
        ("Noah has 5 bags with 12 nuts in each bag. He is 8 years old. How many nuts does he have?", 60, "He is 8 years old."),
        ("Ivy had 90 beads. She used 37 beads for a chain. Her friend used 20 pearls. How many beads does Ivy have left?", 53, "Her friend used 20 pearls."),
        ("Zoe bought 3 pencils for 2 dollars each. She also saw 10 pens. How much did she pay for the pencils?", 6, "She also saw 10 pens."),
        ("Dad caught 13 fish. Mum caught 8 fish. They stayed for 4 hours. How many fish did they catch together?", 21, "They stayed for 4 hours."),
        ("A train has 9 cars. Each car has 60 seats. It leaves at 7 o'clock. How many seats does the train have?", 540, "It leaves at 7 o'clock."),
    ];

    [Fact]
    public async Task Solve_ProblemsWithAnIdleSentence_KeyPointsOftenDoWithoutIt()
    {
        await using KpddPipeline pipeline = await TinyModels.LoadPipelineAsync();

        IReadOnlyList<SolveResult> results = await pipeline.SolveAsync(
            [.. Problems.Select((problem, i) => new MathProblem($"{i}", problem.Question) { ExpectedAnswer = $"{problem.Answer}" })]);

        int right = results.Count(result => AnswerComparer.Matches(result.Answer, result.Problem.ExpectedAnswer));
        int leftOut = Problems.Zip(results).Count(pair => !pair.Second.KeyPoints!.Information.Contains(pair.First.Idle));
        Assert.True(right >= 8 && leftOut >= 10, $"{right} of {Problems.Length} right, the idle sentence left out of {leftOut}");
    }
}
